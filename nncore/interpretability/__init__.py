"""The interpretability room looks into a network: why it answers so, what each neuron looks for, what it would do without it.

It asks networks and changes none: what is altered is a copy. Others use `integrated_gradients` and `occlusion` (why a network
answers so), `explanation` (what is inside it), `flow` (how an answer goes through it), `silence` (what one neuron speaks for),
`one_update` (what one learning step changes) and `closest_digits` (which of many digits look most like one).
"""
