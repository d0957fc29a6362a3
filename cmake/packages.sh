# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Debian packages: finds which are missing and installs them. ./edgetop and tests/run source this.

packages_is_installed() { # NAME
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

packages_exists() { # NAME
    [ -n "$(apt-cache madison "$1" 2>/dev/null)" ]
}

# Prints the packages that are not installed; "new|old" are two names of one package.
packages_missing() { # NAME[|NAME]...
    for names in "$@"; do
        packages_is_installed "${names%|*}" || packages_is_installed "${names#*|}" || echo "$names"
    done
}

# Prints the names that this distribution knows: the old one where there is no new one.
packages_known() { # NAME[|NAME]...
    for names in "$@"; do
        if packages_exists "${names%|*}"; then echo "${names%|*}"; else echo "${names#*|}"; fi
    done
}

# packages_install WHY NAME[|NAME]...: installs what is missing and says so; says nothing where
# nothing is missing.
packages_install() {
    why=$1
    shift
    missing=$(packages_missing "$@")
    [ -n "$missing" ] || return 0
    sudo=
    if [ "$(id -u)" != 0 ]; then
        sudo=sudo
        if ! command -v sudo >/dev/null; then
            # shellcheck disable=SC2086 # a list of words
            echo "edgetop: there is no sudo: install as root: $(packages_known $missing | tr '\n' ' ')" >&2
            return 1
        fi
    fi
    echo "edgetop: packages that are needed $why are missing: refreshing the package lists" >&2
    $sudo apt-get update -qq >&2 || echo "edgetop: the package lists could not be refreshed" >&2
    # shellcheck disable=SC2086 # a list of words
    missing=$(packages_known $missing | tr '\n' ' ')
    echo "edgetop: installing $missing" >&2
    # shellcheck disable=SC2086
    if ! $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends \
        $missing </dev/null >&2; then
        echo "edgetop: apt-get could not install ${missing% } (see above)" >&2
        return 1
    fi
}
