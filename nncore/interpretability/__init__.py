"""The interpretability room looks into a network: why it answers so, what each neuron looks for, what it would do without it.

It asks networks and changes none: what is altered is a copy. Others use `integrated_gradients` and `occlusion` (why a network
answers so), `explanation` (what is inside it), `flow` (how an answer goes through it), `looks_for`, `responses`, `silence` and
`dreams` (what one neuron looks for, answers to, speaks for and would like best), `activity` (how a layer's numbers are spread),
`alterations` and `cost_of_alterations` (how it does with less), `digit_map` (which digits lie close together for a layer),
`one_update` (what one learning step changes) and `closest_digits` (which of many digits look most like one).
"""
