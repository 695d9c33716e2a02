package devnet

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMissingBundleSaysHowToBuildIt(t *testing.T) {
	top := t.TempDir()
	folder := filepath.Join(top, filepath.FromSlash(contractsFolder))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "build.mjs"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder)
	_, err := load("local")
	if !errors.Is(err, ErrNoBundle) || !strings.Contains(err.Error(), "node devnet/contracts/build.mjs") {
		t.Errorf("reading a bundle that isn't there: %v", err)
	}
	if _, err := StartAnvil(t.Context(), AnvilOptions{}); !errors.Is(err, ErrNoAnvil) {
		t.Errorf("starting an anvil that isn't there: %v", err)
	}
}

func TestContractsOutsideTheRepository(t *testing.T) {
	t.Chdir(t.TempDir())
	if folder, err := Contracts(); err == nil {
		t.Errorf("found contracts in %s", folder)
	}
}

func TestLibrariesAreLinked(t *testing.T) {
	for _, family := range []string{"aave-3.0.0", "aave-3.0.2", "aave-3.6"} {
		code, err := load(family)
		if err != nil {
			t.Fatal(err)
		}
		for name, source := range code {
			if _, err := source.code(nil); len(source.Links) > 0 && err == nil {
				t.Errorf("%s of %s needs no libraries", name, family)
			}
		}
	}
}
