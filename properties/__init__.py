"""What must hold of the models, and what must be reachable: named, cited statements.

`statement` says what a property, a lemma and a scenario are; the other files state them.
`catalogue` is what the command line offers.
"""
