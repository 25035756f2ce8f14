"""The interpretability room looks into a network: why it answers so, what each neuron looks for, what it would do without it.

It asks networks and changes none: what is altered is a copy. Others use `integrated_gradients` and `occlusion` (why a network
answers so), `explanation` (what is inside it), `flow` (how an answer goes through it), `silence` (what one neuron speaks for),
`closest_digits` (which of many digits look most like one), `alterations` and `cost_of_alterations` (how it does with less) and
`digit_map` (which digits lie close together for a layer).
"""
