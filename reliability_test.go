package brink_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Every test that docs/reliability.md names is there, and every fault has one.
func TestReliabilityNamesTests(t *testing.T) {
	declared := make(map[string]bool)
	declaration := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for _, file := range tracked(t) {
		if strings.HasSuffix(file, "_test.go") {
			for _, m := range declaration.FindAllStringSubmatch(read(t, file), -1) {
				declared[m[1]] = true
			}
		}
	}
	text := read(t, "docs/reliability.md")
	for _, m := range regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(text, -1) {
		if !declared[m[1]] {
			t.Errorf("docs/reliability.md names %s, which isn't there", m[1])
		}
	}
	rows := regexp.MustCompile("(?m)^\\| (\\d+) .*`Test").FindAllStringSubmatch(text, -1)
	for i, row := range rows {
		if row[1] != strconv.Itoa(i+1) {
			t.Fatalf("row %d of docs/reliability.md is of fault %s", i+1, row[1])
		}
	}
	if len(rows) != 40 {
		t.Errorf("docs/reliability.md names tests for %d faults; there are 40", len(rows))
	}
	for name := range declared {
		if strings.HasPrefix(name, "TestFault") && !strings.Contains(text, "`"+name+"`") {
			t.Errorf("docs/reliability.md doesn't name %s", name)
		}
	}
}
