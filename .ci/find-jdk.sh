# Finds the tools that build and run Strait. Sourced by check, strait and .ci/run; works in bash 3.2 and newer.
#
#   use_jdk     sets and exports JAVA_HOME to a JDK of at least $required_jdk, and puts it first on PATH
#   use_maven   sets MAVEN to a Maven of at least 3.8, and exports MAVEN_OPTS
#
# Each says on stderr what to install, and ends the calling script with 1, when there is none.

required_jdk=25

# The feature version of the JDK at $1, or nothing when that is not a whole JDK.
jdk_version() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
    local version=""
    if [ -f "$1/release" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    fi
    if [ -z "$version" ]; then
        version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') || true
    fi
    printf '%s' "$version"
}

# The home of the `java` on PATH: asked of itself, since links and macOS's stub hide it.
jdk_on_path() {
    command -v java >/dev/null 2>&1 || return 0
    java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p' || true
}

# Whether $1 names a JDK that will do.
jdk_suffices() {
    local version
    version=$(jdk_version "$1")
    [ -n "$version" ] && [ "$version" -ge "$required_jdk" ]
}

# Prints the home of the JDK to use: JAVA_HOME, then PATH, then the lowest sufficient version in the usual places, because
# the tools that judge the code lag behind the newest JDK.
find_jdk() {
    local home version best="" best_version=""
    for home in "${JAVA_HOME:-}" "$(jdk_on_path)"; do
        if [ -n "$home" ] && jdk_suffices "$home"; then
            printf '%s' "$home"
            return 0
        fi
    done
    for home in /usr/lib/jvm/* /usr/java/* /usr/local/lib/jvm/* /opt/*jdk* /opt/java/* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        version=$(jdk_version "$home")
        [ -n "$version" ] && [ "$version" -ge "$required_jdk" ] || continue
        if [ -z "$best" ] || [ "$version" -lt "$best_version" ]; then
            best=$home best_version=$version
        fi
    done
    printf '%s' "$best"
}

use_jdk() {
    local home
    home=$(find_jdk)
    if [ -z "$home" ]; then
        cat >&2 <<END
Strait needs a JDK $required_jdk or newer, and none was found in JAVA_HOME, on PATH or in the usual places. To install one:
  Debian, Ubuntu     sudo apt install openjdk-$required_jdk-jdk
                     (older releases: the package temurin-$required_jdk-jdk, see https://adoptium.net/installation/linux)
  Fedora             sudo dnf install java-$required_jdk-openjdk-devel
  macOS              brew install --cask temurin@$required_jdk
  Windows            use WSL, and in it the line for Ubuntu
  any of these       sdk install java $required_jdk-tem        (with SDKMAN, https://sdkman.io)
If you have one elsewhere: JAVA_HOME=/where/it/is $0 ...
END
        exit 1
    fi
    export JAVA_HOME=$home PATH="$home/bin:$PATH"
}

use_maven() {
    local version major minor found
    MAVEN=$(command -v mvn || true)
    version=""
    if [ -n "$MAVEN" ]; then
        version=$("$MAVEN" --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p') || true
    fi
    major=${version%%.*} minor=${version#*.}
    found=${version:+only $version} found=${found:-none}
    if [ -z "$version" ] || [ "$major" -lt 3 ] || { [ "$major" -eq 3 ] && [ "$minor" -lt 8 ]; }; then
        cat >&2 <<END
Strait is built with Maven 3.8 or newer, and ${found} was found on PATH. To install it:
  Debian, Ubuntu     sudo apt install maven
  Fedora             sudo dnf install maven
  macOS              brew install maven
  Windows            use WSL, and in it the line for Ubuntu
  any of these       sdk install maven        (with SDKMAN, https://sdkman.io)
END
        exit 1
    fi
    # Maven's own libraries use Unsafe and native code, of which newer JDKs warn.
    export MAVEN_OPTS="-Djansi.noreset=true --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
}
