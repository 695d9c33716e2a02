package fault_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every test that docs/reliability.md names is here, under its fault's number.
func TestDocumentedFaultsAreTested(t *testing.T) {
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(text)
	}
	page, err := os.ReadFile("../../docs/reliability.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\| (\d+) .*\|$`).FindAllStringSubmatch(string(page), -1)
	if len(rows) < 16 {
		t.Fatalf("the table has %d faults", len(rows))
	}
	for _, row := range rows {
		names := regexp.MustCompile("`TestFault(\\d\\d)\\w+`").FindAllStringSubmatch(row[0], -1)
		if len(names) == 0 {
			t.Errorf("fault %s has no test", row[1])
		}
		for _, name := range names {
			if strings.TrimPrefix(name[1], "0") != row[1] {
				t.Errorf("fault %s names %s", row[1], name[0])
			}
			if !strings.Contains(code.String(), "\nfunc "+strings.Trim(name[0], "`")+"(") {
				t.Errorf("there is no %s", name[0])
			}
		}
	}
}
