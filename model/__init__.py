"""Pure models of replicated systems: frozen values and functions from them to them.

Nothing here reads a clock, draws a random number or prints. A model is a set of processes, each a
function ``react(process, local, event) -> Outcome | None``; everything that could happen next is an
explicit action (`model.world`). The engines that explore a model live in `checker`, which this
package does not know.
"""
