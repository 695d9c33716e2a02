package config

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ErrInvalid is matched by every error about what the configuration says or
// that it can't be read.
var ErrInvalid = errors.New("invalid configuration")

// Problem is one mistake: where it stands ("brink.yaml:12", "BRINK_LISTEN",
// "--listen"), what is wrong and how to mend it. It prints as one line.
type Problem struct {
	Where   string
	Message string

	line int
}

func (p Problem) Error() string { return p.Where + ": " + p.Message }

// Problems are all the mistakes of a configuration, in the order of its lines.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}

// Is makes Problems match ErrInvalid.
func (p Problems) Is(target error) bool { return target == ErrInvalid }

func (p *Problems) add(at place, format string, args ...any) {
	*p = append(*p, Problem{Where: at.String(), Message: fmt.Sprintf(format, args...), line: at.line})
}

// err is nil when there is no problem.
func (p Problems) err() error {
	if len(p) == 0 {
		return nil
	}
	slices.SortStableFunc(p, func(a, b Problem) int { return cmp.Compare(a.line, b.line) })
	return slices.Compact(p)
}

// place is where a value was given.
type place struct {
	source string // a file, "preset ethereum", "BRINK_LISTEN", "--listen"
	line   int    // 0 where there are no lines
	bad    bool   // what was given could not be read
	hidden bool   // an environment variable is part of it: messages don't quote it
}

func (p place) String() string {
	if p.line == 0 {
		return p.source
	}
	return fmt.Sprintf("%s:%d", p.source, p.line)
}

// places knows where every key was given, by its path ("chains[0].id").
type places map[string]place

// of is the place of a key, or when it wasn't given that of the nearest section
// around it.
func (p places) of(path string) place {
	for path != "" {
		if at, ok := p[path]; ok {
			return at
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return p[""]
}

// spoil notes that what was given for a key could not be read.
func (p places) spoil(path string) {
	at := p[path]
	at.bad = true
	p[path] = at
}

// given tells whether the key itself was written anywhere.
func (p places) given(path string) bool {
	_, ok := p[path]
	return ok
}

// quoted is text that stands where a name should, unless it looks like a URL that
// was put in the wrong place.
func quoted(text string) string {
	if strings.Contains(text, "://") {
		return "a URL (it isn't shown, as it may hold a key)"
	}
	return strconv.Quote(text)
}

// suggest is "; did you mean …?" when one of the known words is near, and else
// names them all.
func suggest(word string, known []string) string {
	if len(known) == 0 {
		return "; remove it"
	}
	best := slices.MinFunc(known, func(a, b string) int {
		return cmp.Compare(distance(word, a), distance(word, b))
	})
	if distance(word, best) <= 1+len(word)/4 {
		return fmt.Sprintf("; did you mean %q?", best)
	}
	return "; known: " + strings.Join(known, ", ")
}

// distance is the number of letters to insert, remove or replace to turn one
// word into the other (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
