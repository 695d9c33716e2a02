package aavev3

import "testing"

func TestVersionOf(t *testing.T) {
	want := map[uint64]string{1: "3.0.0", 2: "3.0.2", 3: "3.0.2", 4: "3.1", 5: "3.2", 6: "3.2", 7: "3.3", 8: "3.4", 9: "3.5", 10: "3.6", 11: "3.7"}
	for revision := range uint64(300) {
		v, ok := VersionOf(revision)
		name, known := want[revision]
		if ok != known || ok && v.String() != name {
			t.Errorf("revision %d is %v, %v, want %q", revision, v, ok, name)
		}
	}
	if got := Version(0).String(); got != "Version(0)" {
		t.Errorf("no version prints as %q", got)
	}
}
