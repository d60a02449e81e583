#!/usr/bin/env bash
# Two network namespaces with a wire between them, as two hosts: MPICH's launcher in the first starts a process in each. Needs root, `ip`
# and mpich; ends with what the worker says, and leaves nothing behind. Usage: two-hosts.sh WORKER.dll [command …]
set -euo pipefail
worker=$(realpath "$1")
shift
one=hierkd-one two=hierkd-two work=$(mktemp -d)
clean() {
  ip netns del "$one" 2>/dev/null || true
  ip netns del "$two" 2>/dev/null || true
  rm -rf "$work"
}
trap clean EXIT
ip netns add "$one"
ip netns add "$two"
ip link add hierkd-a netns "$one" type veth peer name hierkd-b netns "$two"
ip -n "$one" addr add 10.199.7.1/24 dev hierkd-a
ip -n "$two" addr add 10.199.7.2/24 dev hierkd-b
for place in "$one hierkd-a" "$two hierkd-b"; do
  read -r space device <<<"$place"
  ip -n "$space" link set lo up
  ip -n "$space" link set "$device" up
done
# In place of ssh: the launcher's helper for the second host starts in the second namespace.
cat >"$work/shell" <<'SHELL'
#!/usr/bin/env bash
while [[ $1 == -* ]]; do shift; done
case $1 in 10.199.7.2) space=hierkd-two ;; *) space=hierkd-one ;; esac
shift
exec ip netns exec "$space" bash -c "$*"
SHELL
chmod +x "$work/shell"
export OMP_NUM_THREADS=1
# Shared memory would leave the wire idle.
export MPIR_CVAR_NOLOCAL=1
ip netns exec "$one" mpirun.mpich -launcher ssh -launcher-exec "$work/shell" -localhost 10.199.7.1 \
  -hosts 10.199.7.1:1,10.199.7.2:1 -n 2 dotnet "$worker" "${@:-group}"
printf 'bytes over the wire: %s\n' "$(ip -n "$one" -s link show hierkd-a | awk '/TX:/ { getline; print $1 }')"
