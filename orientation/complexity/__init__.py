"""How complex a situation is: assessment by a grid, instruments, scorecards learnt from judged cases, and their evaluation."""
