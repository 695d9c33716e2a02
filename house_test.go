// The house test holds what the compiler doesn't: who may import whom, what is
// shipped, and what no file may hold. docs/architecture.md has the table.
package brink_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const module = "brink/"

// room is a row of the table of imports.
type room struct{ ours, others []string }

// rooms reads the table of imports.
func rooms(t *testing.T) map[string]room {
	t.Helper()
	table := make(map[string]room)
	row := regexp.MustCompile("(?m)^\\| `([a-z0-9/*]+)` \\|([^|]*)\\|([^|]*)\\|$")
	for _, m := range row.FindAllStringSubmatch(read(t, "docs/architecture.md"), -1) {
		table[m[1]] = room{strings.Fields(m[2]), strings.Fields(m[3])}
	}
	if len(table) < 15 {
		t.Fatalf("the table of imports has %d rows", len(table))
	}
	return table
}

// find is the row of a package: its own, or that of all packages of its folder.
func find(table map[string]room, pkg string) (string, bool) {
	for _, name := range []string{pkg, path.Dir(pkg) + "/*"} {
		if _, ok := table[name]; ok {
			return name, true
		}
	}
	return "", false
}

func (r room) allows(imported string) bool {
	if ours, ok := strings.CutPrefix(imported, module); ok {
		return slices.ContainsFunc(r.ours, func(entry string) bool {
			return entry == "anything" || entry == ours || entry == path.Dir(ours)+"/*"
		})
	}
	return slices.ContainsFunc(r.others, func(entry string) bool {
		return entry == "anything" || names(entry, imported)
	})
}

// names reports whether an entry such as go-ethereum/common stands for a path.
func names(entry, imported string) bool { return strings.Contains("/"+imported+"/", "/"+entry+"/") }

func standard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return first+"/" != module && !strings.Contains(first, ".")
}

// source is a parsed Go file of the repository.
type source struct {
	file string
	tree *ast.File
}

func (s source) test() bool      { return strings.HasSuffix(s.file, "_test.go") }
func (s source) generated() bool { return ast.IsGenerated(s.tree) }

func sources(t *testing.T) (*token.FileSet, []source) {
	t.Helper()
	set := token.NewFileSet()
	var all []source
	for _, file := range tracked(t) {
		if path.Ext(file) != ".go" {
			continue
		}
		tree, err := parser.ParseFile(set, file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, source{file, tree})
	}
	return set, all
}

// tracked are the files of the repository.
func tracked(t *testing.T) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "git", "-c", "safe.directory=*", "ls-files", "-z").Output()
	if err != nil {
		t.Fatalf("listing files: %v", err)
	}
	files := slices.DeleteFunc(strings.Split(string(out), "\x00"), func(file string) bool {
		_, err := os.Lstat(file)
		return err != nil // deleted and not yet committed
	})
	if len(files) < 100 {
		t.Fatalf("git lists %d files", len(files))
	}
	return files
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestImports(t *testing.T) {
	table := rooms(t)
	set, all := sources(t)
	used := make(map[string]bool)
	for _, s := range all {
		pkg := path.Dir(s.file)
		name, ok := find(table, pkg)
		if !ok {
			if !s.test() {
				t.Errorf("%s: package %s is not in the table of docs/architecture.md", s.file, pkg)
			}
			continue
		}
		used[name] = true
		if s.test() {
			continue
		}
		for _, spec := range s.tree.Imports {
			imported := strings.Trim(spec.Path.Value, `"`)
			if !standard(imported) && !table[name].allows(imported) {
				t.Errorf("%s: %s may not import %s", set.Position(spec.Pos()), name, imported)
			}
		}
	}
	for name := range table {
		if !used[name] {
			t.Errorf("docs/architecture.md: there is no package %s", name)
		}
	}
}

// The linter must hold the same rules as the table.
func TestLinterKnowsTheTable(t *testing.T) {
	var config struct {
		Linters struct {
			Settings struct {
				Depguard struct {
					Rules map[string]struct{ Files, Allow []string }
				}
			}
		}
	}
	if err := yaml.Unmarshal([]byte(read(t, ".golangci.yml")), &config); err != nil {
		t.Fatal(err)
	}
	table := rooms(t)
	seen := make(map[string]bool)
	for rule, r := range config.Linters.Settings.Depguard.Rules {
		pkg := strings.TrimSuffix(strings.TrimPrefix(r.Files[0], "**/"), "/*.go")
		want, ok := table[pkg]
		if !ok {
			t.Errorf("rule %s is about %s, which is not in the table", rule, pkg)
			continue
		}
		seen[pkg] = true
		var ours, others []string
		for _, allowed := range r.Allow {
			mine, ok := strings.CutPrefix(allowed, module)
			exact, one := strings.CutSuffix(mine, "$")
			switch {
			case ok && one:
				ours = append(ours, exact)
			case ok:
				ours = append(ours, mine+"*")
			case allowed != "$gostd":
				others = append(others, allowed)
			}
		}
		slices.Sort(ours)
		if !slices.Equal(ours, slices.Sorted(slices.Values(want.ours))) {
			t.Errorf("rule %s allows %v of ours, the table %v", rule, ours, want.ours)
		}
		for _, entry := range want.others {
			if !slices.ContainsFunc(others, func(o string) bool { return names(entry, o) }) {
				t.Errorf("rule %s doesn't allow %s", rule, entry)
			}
		}
		if len(others) != len(want.others) {
			t.Errorf("rule %s allows %v of others, the table %v", rule, others, want.others)
		}
	}
	for pkg, r := range table {
		if !seen[pkg] && !slices.Contains(r.ours, "anything") {
			t.Errorf("the linter has no rule for %s", pkg)
		}
	}
}

// Every package says in doc.go what it is for, a command in main.go; a package
// of one file says it there.
func TestEveryPackageIsDocumented(t *testing.T) {
	_, all := sources(t)
	files, says := make(map[string]int), make(map[string]string)
	for _, s := range all {
		if s.test() {
			continue
		}
		pkg := path.Dir(s.file)
		files[pkg]++
		if s.tree.Doc != nil {
			says[pkg] = path.Base(s.file)
		}
	}
	for pkg, n := range files {
		switch file := says[pkg]; {
		case file == "":
			t.Errorf("%s doesn't say what the package is for", pkg)
		case n > 1 && file != "doc.go" && file != "main.go":
			t.Errorf("%s says in %s what the package is for, not in doc.go", pkg, file)
		}
	}
}

// What only tests and the devnet need is not in the program.
func TestWhatIsShipped(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "./cmd/brink").Output()
	if err != nil {
		t.Fatalf("listing dependencies: %v", err)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, module+"config") {
		t.Fatal("the list of dependencies is not that of cmd/brink")
	}
	const geth = "github.com/ethereum/go-ethereum/"
	for _, no := range []string{
		module + "devnet", module + "devnet/fault", module + "simulator", module + "chain/sim", module + "engine/till", module + "store/sqlite/disk", module + "protocols/protocoltest", module + "store/storetest", module + "store/postgres/cluster",
		geth + "core/rawdb", geth + "core/vm", geth + "eth", geth + "ethclient/simulated", geth + "miner", geth + "node", geth + "p2p",
		"go.uber.org/goleak", "pgregory.net/rapid", "github.com/rogpeppe/go-internal/testscript", "testing",
	} {
		if slices.Contains(deps, no) {
			t.Errorf("cmd/brink depends on %s", no)
		}
	}
}

// forbidden is a call that has no place in some files.
type forbidden struct {
	name  string // package and function
	where func(source) bool
	why   string
}

var forbiddenCalls = []forbidden{
	{"time.Sleep", source.test, "a test waits for a condition"},
	{"testing.Short", source.test, "tests are never left out"},
	{"os.Exit", notIn("cmd/"), "only a command ends the process"},
	{"log.Fatal", always, "deferred work would be lost"},
	{"log.Fatalf", always, "deferred work would be lost"},
	{"time.Now", in("engine/", "fixed/", "position/", "prices/", "protocols/", "state/"), "decisions know block time alone"},
	{"time.Since", in("engine/", "fixed/", "position/", "prices/", "protocols/", "state/"), "decisions know block time alone"},
}

func always(source) bool { return true }

func in(folders ...string) func(source) bool {
	return func(s source) bool {
		return !s.test() && slices.ContainsFunc(folders, func(f string) bool { return strings.HasPrefix(s.file, f) })
	}
}

func notIn(folder string) func(source) bool {
	return func(s source) bool { return !s.test() && !strings.HasPrefix(s.file, folder) }
}

func TestNoForbiddenCalls(t *testing.T) {
	set, all := sources(t)
	for _, s := range all {
		if s.generated() {
			continue
		}
		tests := make(map[string]bool) // names of parameters of type *testing.T and the like
		ast.Inspect(s.tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.Name == "init" && n.Recv == nil {
					t.Errorf("%s: nothing happens by being imported", set.Position(n.Pos()))
				}
			case *ast.FuncType:
				for _, field := range n.Params.List {
					for _, name := range field.Names {
						tests[name.Name] = fromTesting(field.Type)
					}
				}
			case *ast.SelectorExpr:
				x, ok := n.X.(*ast.Ident)
				if !ok {
					return true
				}
				if tests[x.Name] && strings.HasPrefix(n.Sel.Name, "Skip") {
					t.Errorf("%s: tests are never left out", set.Position(n.Pos()))
				}
				for _, f := range forbiddenCalls {
					if x.Name+"."+n.Sel.Name == f.name && f.where(s) {
						t.Errorf("%s: %s: %s", set.Position(n.Pos()), f.name, f.why)
					}
				}
			}
			return true
		})
	}
}

// fromTesting reports whether a type is testing.TB or a pointer such as *testing.T.
func fromTesting(e ast.Expr) bool {
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == "testing"
}

// Files hold no trace of the machine on which they were made, and nothing huge.
func TestFiles(t *testing.T) {
	const limit = 1 << 20
	traces := regexp.MustCompile(strings.Join([]string{
		`proxy\.golang` + `\.org`, `registry\.npm` + `js`, `deb\.debian` + `\.org`, `(^|[\s"'=(:])/(work|root|home/\w+)` + `/`,
	}, "|"))
	for _, file := range tracked(t) {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > limit {
			t.Errorf("%s has %d bytes: what is built or downloaded is not committed", file, info.Size())
			continue
		}
		if at := traces.FindString(read(t, file)); at != "" {
			t.Errorf("%s names a registry or a path of one machine: %q", file, at)
		}
	}
}

// Whoever adds a protocol is sent to files that are there.
func TestGuideNamesWhatExists(t *testing.T) {
	guide := read(t, "docs/adding-a-protocol.md")
	named := regexp.MustCompile("`([a-z0-9]+/[A-Za-z0-9_./-]*)`|\\]\\(([^)]+)\\)").FindAllStringSubmatch(guide, -1)
	if len(named) < 15 {
		t.Fatalf("the guide names %d files", len(named))
	}
	for _, m := range named {
		file := m[1]
		if m[2] != "" {
			file = path.Join("docs", m[2])
		}
		if _, err := os.Stat(file); err != nil {
			t.Errorf("docs/adding-a-protocol.md: %v", err)
		}
	}
}
