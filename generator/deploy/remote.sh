# What `ocop deploy ssh://…` runs on the server, in any POSIX sh. No apostrophes: the whole text stands between two.
# $1 the folder, $2 the name of the folder of releases, $3 seconds to wait for others, $4 who deploys and since when
# Each line of input is an order, each answer ends with OK or NO and a reason.
LC_ALL=C
export LC_ALL
umask 022
top=$1 name=$2 wait=$3 lock="$$ $(uname -n) $4"
no() { printf "\nNO %s\n" "$*"; exit 1; }
try() { said=$("$@" 2>&1) || no "$said"; }
mine() { [ "$(readlink lock)" = "$lock" ] || no "lock"; }
alive() { kill -0 "$1" 2>/dev/null || [ -d "/proc/$1" ] || ps -p "$1" >/dev/null 2>&1; }

if command -v sha256sum >/dev/null; then sums() { sha256sum -c "$1"; }
elif command -v shasum >/dev/null; then sums() { shasum -a 256 -c "$1"; }
else no "sha256sum: not found"; fi
command -v tar >/dev/null || no "tar: not found"

[ -d "$top" ] || try mkdir "$top"
try cd "$top"
cd "$top" || exit 1
if [ ! -d "$name" ]; then
    if [ "$name" = releases ]; then found=$(ls -d current 2>/dev/null); else found=$(ls | head -n 3); fi
    [ -z "$found" ] || no "foreign" $found
    try mkdir "$name"
    [ "$name" = releases ] || printf "Require all denied\n" >"$name/.htaccess"
fi
[ "$name" != releases ] || [ -h current ] || [ ! -e current ] || no "foreign" current
cd "$name" || exit 1

until ln -s "$lock" lock 2>/dev/null; do
    held=$(readlink lock) || { [ -w . ] || no "$(pwd): Permission denied"; continue; }
    pid=${held%% *} rest=${held#* } host=
    host=${rest%% *}
    if [ "$host" = "$(uname -n)" ] && ! alive "$pid"; then
        [ "$(readlink lock)" != "$held" ] || rm -f lock
        continue
    fi
    [ "$wait" -gt 0 ] || no "held" "${rest#* } ($host $pid)"
    wait=$((wait - 1))
    sleep 1
done
trap "[ \"\$(readlink lock)\" != \"\$lock\" ] || rm -f lock" EXIT
trap "exit 1" HUP INT TERM PIPE
printf "OK\n"

rename() { # One file takes the place of another in one step, also where that is a link to a folder.
    mv -fT "$1" "$2" 2>/dev/null || mv -fh "$1" "$2" 2>/dev/null ||
        perl -e "rename(\$ARGV[0], \$ARGV[1]) or exit 1" "$1" "$2" 2>/dev/null ||
        python3 -c "import os, sys; os.replace(*sys.argv[1:])" "$1" "$2" 2>/dev/null
}
escaped() { sed "s/./\\\\&/g"; } # for xargs, which knows quotes and spaces

while read -r order one two three; do
    # An order that is refused ends by itself: the next may take back what it had begun.
    ( case $order in
    standing)
        if [ "$name" = releases ]; then printf "current %s\n" "$(readlink ../current)"; else
            printf "current %s\n" "$(cat standing 2>/dev/null)"
            printf "cut %s\n" "$(cat placing 2>/dev/null)"
        fi
        for record in *.staged *.json *.failed; do [ ! -f "$record" ] || printf "record %s\n" "$record"; done ;;
    record) cat "$one" 2>/dev/null || no "$one" ;;
    heading) head -n 1 "$one" 2>/dev/null || no "$one" ;;
    tidy) # the folders that may stay, each between two colons
        mine
        for folder in [0-9]*; do
            [ -d "$folder" ] || continue
            case $one in *":$folder:"*) ;; *) try rm -rf "$folder" ;; esac
        done
        rm -f ./*.new ;;
    incoming) # what arrived whole before; the rest is removed
        mine
        try mkdir -p incoming
        for left in incoming.*; do # of a deploy that died, whose last files may still be on their way: there they harm nobody
            [ ! -d "$left" ] || find "$left" -type f -name "[0-9a-f]*" -exec sh -c "mv -f \"\$@\" incoming/" sh {} + 2>/dev/null
            rm -rf "$left"
        done
        (
            cd incoming || exit 1
            rm -f plan record
            ls | grep -E "^[0-9a-f]{64}\$" | sed "s/.*/&  &/" >sums
            [ ! -s sums ] || sums sums 2>/dev/null | grep -v ": OK\$" | sed "s/: .*//" | while read -r bad; do rm -f "$bad"; done
            rm -f sums
            ls | grep -E "^[0-9a-f]{64}\$"
        ) ;;
    arrived) # $one what this deploy sent: only now it counts
        mine
        try mkdir -p incoming
        try find "incoming.$one" -type f -exec sh -c "mv -f \"\$@\" incoming/" sh {} +
        rm -rf "incoming.$one" ;;
    check) # whether all that was sent is what it is named by
        mine
        (
            cd incoming || exit 1
            sed "s/.*/&  &/" wanted >sums
            [ ! -s sums ] || sums sums 2>/dev/null | grep -v ": OK\$"
            rm -f sums wanted
        ) ;;
    stage) # $one the release, $two the base or -
        mine
        rm -rf "$one.part"
        if [ "$two" = - ]; then try mkdir "$one.part"; else
            cp -al "$two" "$one.part" 2>/dev/null || { rm -rf "$one.part"; try cp -pR "$two" "$one.part"; }
        fi
        sed -n "s/^put [0-9a-f+]* \\(.*\\)\\/[^\\/]*\$/\\1/p" incoming/plan | sort -u | escaped >incoming/folders
        [ ! -s incoming/folders ] || try sh -c "cd $one.part && xargs mkdir -p <../incoming/folders"
        sed -n "s/^gone //p" incoming/plan | escaped >incoming/gone
        [ ! -s incoming/gone ] || try sh -c "cd $one.part && xargs rm -f <../incoming/gone"
        while read -r how sha path; do
            case $how:$sha in
            have:*)
                rm -f "incoming/$sha"
                ln "$two/$path" "incoming/$sha" 2>/dev/null || try cp "$two/$path" "incoming/$sha" ;;
            gone:*) ;;
            put:*+) ln -f "incoming/${sha%+}" "$one.part/$path.new" 2>/dev/null ||
                try cp "incoming/${sha%+}" "$one.part/$path.new"
                try mv -f "$one.part/$path.new" "$one.part/$path" ;;
            put:*) try mv -f "incoming/$sha" "$one.part/$path" ;;
            esac
        done <incoming/plan
        [ ! -s incoming/gone ] || find "$one.part" -depth -type d -exec rmdir {} + 2>/dev/null
        sync -f incoming 2>/dev/null || sync
        try mv "$one.part" "$one"
        try mv incoming/record "$one.staged"
        rm -rf incoming ;;
    switch)
        mine
        if [ "$name" = releases ]; then
            rm -f link.new
            try ln -s "releases/$one" link.new
            rename link.new ../current || no "rename"
        else
            printf "%s\n" "$two" >standing.new || no "standing"
            try mv -f standing.new standing
            rm -f placing
        fi ;;
    place) # $one the release; the plan has arrived; what follows are the releases that may stand mixed
        mine
        printf "%s\n" "$two $three" >placing.new || no "placing"
        try mv -f placing.new placing
        sed -n "s/^put \\(.*\\)\\/[^\\/]*\$/\\1/p" incoming/plan | sort -u | escaped >incoming/folders
        [ ! -s incoming/folders ] || try sh -c "cd .. && xargs mkdir -p <$name/incoming/folders"
        while read -r how path; do
            case $how in
            put)
                [ -f "$one/$path" ] || continue
                [ ! "$one/$path" -ef "../$path" ] || continue # which mv takes for a mistake
                rm -f file.new
                ln "$one/$path" file.new 2>/dev/null || try cp "$one/$path" file.new
                try mv -f file.new "../$path" ;;
            gone) rm -f "../$path" ;;
            esac
        done <incoming/plan
        sed -n "s/^gone \\(.*\\)\\/[^\\/]*\$/\\1/p" incoming/plan | sort -ru | while read -r folder; do
            while [ "$folder" != . ] && rmdir "../$folder" 2>/dev/null; do folder=$(dirname "$folder"); done
        done
        rm -rf incoming file.new ;;
    rename) mine; try mv -f "$one" "$two" ;;
    drop) mine; rm -f "$one"; rm -rf "$two" ;;
    *) no "$order" ;;
    esac; exit 0 )
    case $? in 0) printf "OK\n" ;; 1) ;; *) printf "\nNO %s\n" "$order" ;; esac
done
