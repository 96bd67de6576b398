#!/bin/sh
# Any command of formkit, as the account and with the settings of formkit.service.
# It belongs at /usr/local/bin/formkit, for root: sudo formkit doctor
exec runuser -u formkit -- \
    env FORMKIT_CONFIG=/etc/formkit/formkit.toml /opt/formkit/bin/formkit "$@"
