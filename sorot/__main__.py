"""`python -m sorot`: the same as the `sorot` command."""

from sorot.cli import main

if __name__ == "__main__":
    main()
