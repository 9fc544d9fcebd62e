#!/bin/sh
# Chinese needs a UTF-8 locale: say so before the screen fills with escapes.
case "${LC_ALL:-${LC_CTYPE:-$LANG}}" in
  *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) exit 0 ;;
esac
if locale -a 2>/dev/null | grep -qi 'utf-\{0,1\}8'; then
  echo "The locale is not UTF-8. Type:  export LC_ALL=C.UTF-8   and start again." >&2
else
  echo "There is no UTF-8 locale. Debian, Ubuntu: apt install locales, then export LC_ALL=C.UTF-8" >&2
fi
exit 1
