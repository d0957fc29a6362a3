# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Debian packages: finding which are missing and installing them. Sourced by ./edgetop and tests/run.

packages_is_installed() { # NAME
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

packages_exists() { # NAME
    [ -n "$(apt-cache madison "$1" 2>/dev/null)" ]
}

# Those packages that are not installed; "new|old" are two names of one package.
packages_missing() { # NAME[|NAME]...
    for names in "$@"; do
        packages_is_installed "${names%|*}" || packages_is_installed "${names#*|}" || echo "$names"
    done
}

# The names as this distribution has them: the old one where it lacks the new one.
packages_known() { # NAME[|NAME]...
    for names in "$@"; do
        if packages_exists "${names%|*}"; then echo "${names%|*}"; else echo "${names#*|}"; fi
    done
}

# packages_install WHY NAME[|NAME]...: installs what is missing, saying so; else it is silent.
packages_install() {
    why=$1
    shift
    missing=$(packages_missing "$@")
    [ -n "$missing" ] || return 0
    sudo=
    if [ "$(id -u)" != 0 ]; then
        sudo=sudo
        if ! command -v sudo >/dev/null; then
            echo "edgetop: sudo is missing: as root, install" "$missing" >&2
            return 1
        fi
    fi
    echo "edgetop: packages are missing $why; refreshing the package lists" >&2
    $sudo apt-get update -qq >&2 || echo "edgetop: the package lists could not be refreshed" >&2
    # shellcheck disable=SC2086 # a list of words
    missing=$(packages_known $missing | tr '\n' ' ')
    echo "edgetop: installing $missing" >&2
    # shellcheck disable=SC2086
    if ! $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends \
        $missing </dev/null >&2; then
        echo "edgetop: $missing could not be installed: the reason is above" >&2
        return 1
    fi
}
