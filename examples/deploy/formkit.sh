#!/bin/sh
# Serves forms from this machine, and sets everything up the first time; needs a Python >= 3.11.
# With arguments it runs any command of formkit: examples/deploy/formkit.sh backup
exec python3 "$(dirname "$0")/server.py" "$@"
