#!/bin/bash
# Whether nginx in this container serves the page: for the HEALTHCHECK of the image. Exit 0 well, 1 not.
exec 3<>"/dev/tcp/127.0.0.1/${PORT:-80}" || exit 1
printf 'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
IFS=' ' read -r -t 4 _ status _ <&3
[ "$status" = 200 ] || { echo "/ answers ${status:-nothing}"; exit 1; }
