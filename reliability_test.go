package brink_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// declaredTests are the tests and fuzz targets of all packages.
func declaredTests(t *testing.T) map[string]bool {
	t.Helper()
	declared := make(map[string]bool)
	declaration := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	for _, file := range tracked(t) {
		if strings.HasSuffix(file, "_test.go") {
			for _, m := range declaration.FindAllStringSubmatch(read(t, file), -1) {
				declared[m[1]] = true
			}
		}
	}
	return declared
}

// Every test that a page of docs names is there.
func TestDocsNameTests(t *testing.T) {
	declared := declaredTests(t)
	for _, file := range tracked(t) {
		if !strings.HasPrefix(file, "docs/") || !strings.HasSuffix(file, ".md") {
			continue
		}
		for _, m := range regexp.MustCompile("`((?:Test|Fuzz)\\w+)`").FindAllStringSubmatch(read(t, file), -1) {
			if !declared[m[1]] {
				t.Errorf("%s names %s, which isn't there", file, m[1])
			}
		}
	}
}

// Every complaint of docs/alerts.md has a test.
func TestComplaintsHaveTests(t *testing.T) {
	_, table, _ := strings.Cut(read(t, "docs/alerts.md"), "| complaint |")
	rows := strings.Split(strings.TrimSpace(table), "\n")[2:]
	for _, row := range rows {
		if !strings.Contains(row, "| `Test") {
			t.Errorf("no test in %s", row)
		}
	}
	if len(rows) != 12 {
		t.Errorf("docs/alerts.md has %d complaints; there are 12", len(rows))
	}
}

// Every fault has a test.
func TestReliabilityNamesTests(t *testing.T) {
	declared := declaredTests(t)
	text := read(t, "docs/reliability.md")
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
