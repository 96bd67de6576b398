"""`python -m formkit`: the command, where its own name isn't on the path."""

from formkit.cli import main

main()
