package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"brink/feed"
	"brink/position"
)

func TestStatus(t *testing.T) {
	s := newSite(t)
	want := "CHAIN     ID  STATE  HEAD  PROCESSED  FINALIZED  LAG BLOCKS  LAG SECONDS  POSITIONS  ENDPOINT  REASON\n" +
		"local  31337  live    120        120          -           0            3          4  own       \n"
	if got := s.ask("status"); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if got := s.ask("status", "-o", "ndjson"); strings.Count(got, "\n") != 1 || !strings.Contains(got, `"finalized":null`) {
		t.Errorf("got %s", got)
	}
}

func TestPositions(t *testing.T) {
	s := newSite(t)
	for args, want := range map[string]string{
		"": `ACCOUNT                                     CHAIN  DEPLOYMENT  STATUS          HEALTH  COLLATERAL USD  DEBT USD  HOLDS     OWES
0x0000000000000000000000000000000000000003  31337  aave-local  liquidatable  0.999999            7.00      7.00  3.2 WETH  <0.0001 USDC
0x0000000000000000000000000000000000000002  31337  aave-local  near          1.049999          123.45    123.45  3.2 WETH  <0.0001 USDC
0x0000000000000000000000000000000000000001  31337  aave-local  healthy       2.100000          500.00    500.00  3.2 WETH  <0.0001 USDC
0x0000000000000000000000000000000000000004  31337  aave-local  unknown              -               -         -  3.2 WETH  <0.0001 USDC
`,
		"--status near,unknown --sort debt -o csv": `id,chain_id,protocol,deployment,market,account,status,health_factor,collateral_usd,debt_usd,block
31337:aave-local:0x0000000000000000000000000000000000000002,31337,aave-v3,aave-local,,0x0000000000000000000000000000000000000002,near,1.049999999999999999,123.45678901,123.45678901,120
31337:aave-local:0x0000000000000000000000000000000000000004,31337,aave-v3,aave-local,,0x0000000000000000000000000000000000000004,unknown,,,,120
`,
		"--max-health 0.5 -o json": "[]\n",
		"--account 0x0000000000000000000000000000000000000009 -o csv --chain local": "id,chain_id,protocol,deployment,market,account,status,health_factor,collateral_usd,debt_usd,block\n",
	} {
		if got := s.ask(append([]string{"positions"}, strings.Fields(args)...)...); got != want {
			t.Errorf("%s: got\n%swant\n%s", args, got, want)
		}
	}
}

// A list is read in pages, whole and in order.
func TestPagesAreJoined(t *testing.T) {
	s := newSite(t)
	s.stop()
	s.shown.rows = nil
	const n = 2*pageRows + 7
	for i := range n {
		s.shown.rows = append(s.shown.rows, row(i+1, position.Healthy, 2e18+uint64(i), 1))
	}
	s.start()
	lines := strings.Split(strings.TrimSpace(s.ask("positions", "-o", "csv", "--limit", "0")), "\n")
	if len(lines) != n+1 {
		t.Fatalf("%d lines, want %d", len(lines), n+1)
	}
	for i, line := range lines[1:] {
		if want := positionOf(&s.shown.rows[i]).ID + ","; !strings.HasPrefix(line, want) {
			t.Fatalf("line %d is %s, want %s…", i, line, want)
		}
	}
	r := brink(t, "positions", "-o", "csv", "--limit", "1001", "--url", "http://"+s.addr)
	if got := strings.Count(r.stdout, "\n"); got != 1002 || r.stderr != "brink: the first 1001; --limit 0 prints all\n" {
		t.Errorf("%d lines and %q", got, r.stderr)
	}
}

func TestLiquidations(t *testing.T) {
	s := newSite(t)
	s.say(2, feed.Liquidated)
	s.say(1, feed.Liquidated)
	tx := "0x09" + strings.Repeat("0", 62)
	for args, want := range map[string]string{
		"--account 0x0200000000000000000000000000000000000000": `TIME                  CHAIN  DEPLOYMENT  ACCOUNT                                     SEIZED  SEIZED USD  REPAID  REPAID USD  BONUS USD  STATUS  TX
1970-01-01T01:00:00Z  31337  aave-local  0x0200000000000000000000000000000000000000  WETH        200.50  USDC        200.50      -0.25  latest  ` + tx + "\n",
		"--since 1970-01-01T02:00:00+00:00 -o csv": "time,chain,deployment,account,seized,seized_usd,repaid,repaid_usd,bonus_usd,status,tx,protocol,liquidator,collateral_asset,collateral_raw,debt_asset,debt_raw,side,health_factor_before,share_closed,bad_debt_usd,protocol_fee_raw,protocol_fee_usd,gas_paid_raw,liquidatable_blocks,liquidatable_seconds,log_index,block\n" +
			"1970-01-01T02:00:00Z,31337,aave-local,0x0100000000000000000000000000000000000000,WETH,100.50000001,USDC,100.50000001,-0.25,latest," + tx +
			",aave-v3,0x0800000000000000000000000000000000000000,0x0500000000000000000000000000000000000000,7,0x0600000000000000000000000000000000000000,8,long,,,,,,,,,0,2\n",
		"--since 24h -o json": "[]\n",
	} {
		if got := s.ask(append([]string{"liquidations"}, strings.Fields(args)...)...); got != want {
			t.Errorf("%s: got\n%swant\n%s", args, got, want)
		}
	}
	if got := strings.Count(s.ask("liquidations", "--min-usd", "150", "-o", "ndjson"), "\n"); got != 1 {
		t.Errorf("%d liquidations above 150 dollars", got)
	}
}

// What goes wrong is one line that says what to do.
func TestServerProblems(t *testing.T) {
	s := newSite(t)
	foreign := httptest.NewServer(http.NotFoundHandler())
	defer foreign.Close()
	wrong := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }))
	defer wrong.Close()
	gone := httptest.NewServer(nil)
	gone.Close()
	at := "http://" + s.addr
	host := func(url string) string { return strings.TrimPrefix(url, "http://") }
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"positions --chain mainet --url " + at, exitUsage, "--chain: no such chain is watched, only local"},
		{"positions --account 0x12 --url " + at, exitUsage, "--account: invalid value: want 0x and 40 hex digits"},
		{"positions --max-health high --url " + at, exitUsage, `--max-health: invalid value: want a decimal number, digits and one point, not 'h'`},
		{"positions --limit -1 --url " + at, exitUsage, "--limit must be 0 or more"},
		{"liquidations --since yesterday --url " + at, exitUsage, `--since: want a time such as 2026-11-22T00:00:00Z or an age such as 24h, not "yesterday"`},
		{"status --url example.org", exitUsage, "--url must begin with http:// or https:// and name a host"},
		{"status --url " + foreign.URL, exitFailed, "the server answers 404 Not Found"},
		{"status --url " + wrong.URL, exitFailed, "reading the answer of " + host(wrong.URL) + " to /v1/chains: invalid character '<' looking for beginning of value"},
		{"status --url " + strings.Replace(gone.URL, "//", "//user:hunter2@", 1), exitFailed, "asking " + host(gone.URL) +
			": connect: connection refused; is brink watch running there? Name another server with --url"},
		{"tail --url " + gone.URL, exitFailed, "asking " + host(gone.URL) +
			": connect: connection refused; is brink watch running there? Name another server with --url"},
		{"tail --chain mainet --url " + at, exitUsage, "--chain: no such chain is watched, only local"},
		{"tail --after 17 --url " + at, exitUsage, "--after: not a cursor: want v1.<number>, as the feed gave it"},
		{"tail --kind liquidations --url " + at, exitUsage, `--kind: "liquidations" is not one of liquidation, position.opened, position.band_changed, ` +
			"position.liquidatable, position.closed, position.changed, bad_debt, oracle.updated, oracle.stale, reorg, parity.mismatch, chain.status, alert"},
	} {
		r := brink(t, strings.Fields(c.args)...)
		if r.code != c.code || r.stderr != "brink: "+c.want+"\n" || r.stdout != "" {
			t.Errorf("%s: exit code %d, printed %q; want %d, %q", c.args, r.code, r.stderr, c.code, c.want)
		}
	}
}

// Without --url it is the configuration that says where the server is.
func TestServerOfTheConfiguration(t *testing.T) {
	s := newSite(t)
	_, port, _ := strings.Cut(s.addr, ":")
	path := filepath.Join(t.TempDir(), "brink.yaml")
	text := "listen: 0.0.0.0:" + port + "\nchains: [ { preset: gnosis, endpoints: [ { name: own, url: \"ws://127.0.0.1:1\" } ] } ]\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := brink(t, "status", "-c", path); r.code != exitOK || !strings.Contains(r.stdout, "local") {
		t.Errorf("%+v", r)
	}
	if r := brink(t, "status", "-c", path+".not"); r.code != exitUsage || !strings.Contains(r.stderr, "there is no such file") {
		t.Errorf("%+v", r)
	}
	for listen, want := range map[string]string{
		"127.0.0.1:8080": "127.0.0.1:8080", ":8080": "127.0.0.1:8080", "0.0.0.0:80": "127.0.0.1:80", "[::]:80": "[::1]:80",
		"brink.example:443": "brink.example:443",
	} {
		if got := reachable(listen); got != want {
			t.Errorf("a server that listens on %s is asked at %s, want %s", listen, got, want)
		}
	}
}

// A server with a certificate is asked as one.
func TestSchemeOfTheConfiguration(t *testing.T) {
	file := filepath.Join(t.TempDir(), "web.yaml")
	if got := scheme(file); got != "http" {
		t.Errorf("without a file: %s", got)
	}
	for text, want := range map[string]string{
		"tls_server_config: { cert_file: cert.pem, key_file: key.pem }\n": "https", "basic_auth_users: { ops: x }\n": "http", "tls_server_config:\n": "http", "": "http",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := scheme(file); got != want {
			t.Errorf("with %q: %s", text, got)
		}
	}
}

func TestShort(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"1", "1"}, {"1.5", "1.5"}, {"0.99999", "0.999"}, {"1234567.8999", "1234567.899"}, {"0.0001", "<0.001"},
		{"0.000", "0.000"}, {"0", "0"}, {"-0.0001", "-0.000"},
	} {
		if got := short(&c.text, 3); got != c.want {
			t.Errorf("%s is shown as %s, want %s", c.text, got, c.want)
		}
	}
}
