"""Compare how the news told two crises, with the evidence for each statement.

One module is one step of the walk, and imports only from the steps before it: raw text becomes lines, lines become
sentences, sentences become tokens, tokens become results, results become figures and claims. Notebooks import from
`utils`, which hands on the public names of these modules.
"""
