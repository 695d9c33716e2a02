package rpc

import (
	"encoding/json"
	"testing"
	"time"
)

// What nodes and providers have been seen to say when asked for logs of the
// blocks from 0x100 on.
func TestRefusalsOfLogs(t *testing.T) {
	const (
		tooMuch = iota
		limited
		unknown
		failure
	)
	for _, c := range []struct {
		code      int
		message   string
		data      string
		kind      int
		suggested uint64
	}{
		{-32005, "query returned more than 10000 results", `{"from":"0x100","limit":10000,"to":"0x1ff"}`, tooMuch, 256},
		{-32005, "query returned more than 10000 results. Try with this block range [0x100, 0x17f].", ``, tooMuch, 128},
		{-32602, "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, " +
			"or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, " +
			"this block range should work: [0x100, 0x10f]", ``, tooMuch, 16},
		{-32600, "Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range. Based on your parameters, " +
			"this block range should work: [0x100, 0x109].", ``, tooMuch, 10},
		{-32614, "eth_getLogs is limited to a 10,000 range", ``, tooMuch, 10_000},
		{-32602, "eth_getLogs and eth_newFilter are limited to a 5 blocks range", ``, tooMuch, 5},
		{-32600, "block range is too wide", ``, tooMuch, 0},
		{-32000, "exceed maximum block range: 5000", ``, tooMuch, 5000},
		{-32603, "eth_getLogs block range is too large, range: 100000, max: 1024", ``, tooMuch, 0},
		{-32000, "range limit exceeded, max is 1k blocks", ``, tooMuch, 1000},
		{-32602, "query exceeds max results 20000, retry with the range 256-266", ``, tooMuch, 11},
		{-32602, "query exceeds max block range 100000", ``, tooMuch, 100_000},
		{-32000, "requested too many blocks from 256 to 9999, maximum is set to 2048", ``, tooMuch, 2048},
		{-32000, "query timeout exceeded", ``, tooMuch, 0},
		{-32003, "response too large", ``, tooMuch, 0},
		{-32008, "Response is too big", ``, tooMuch, 0},
		{-32000, "please limit the query to at most 1000 blocks", ``, tooMuch, 1000},
		{-32000, "too many logs in the answer", ``, tooMuch, 0},
		{-32005, "daily request count exceeded, request rate limited", ``, limited, 0},
		{-32005, "Your app has exceeded its compute units per second capacity", ``, limited, 0},
		{429, "Too Many Requests", ``, limited, 0},
		{-32000, "block range extends beyond current head block", ``, failure, 0},
		{-32000, "unknown block", ``, unknown, 0},
		{-32000, "header for hash not found", ``, unknown, 0},
		{-32603, "internal error", ``, failure, 0},
		{-32601, "the method eth_getLogs is not available", ``, failure, 0},
	} {
		r := &refusal{Code: c.code, Message: c.message, Data: json.RawMessage(c.data)}
		kind := failure
		switch {
		case r.limited():
			kind = limited
		case r.noBlock():
			kind = unknown
		case r.tooMuch():
			kind = tooMuch
		}
		if kind != c.kind {
			t.Errorf("%q is of kind %d, want %d", c.message, kind, c.kind)
		}
		if got := r.suggested(0x100); c.kind == tooMuch && got != c.suggested {
			t.Errorf("%q suggests %d blocks, want %d", c.message, got, c.suggested)
		}
	}
}

// What nodes have been seen to say when asked to execute a call.
func TestRefusalsOfCalls(t *testing.T) {
	const (
		reverted = iota
		gone
		limited
		failure
	)
	for message, want := range map[string]int{
		"execution reverted":            reverted,
		"execution reverted: not found": reverted,
		"VM execution error.":           reverted,
		"invalid opcode: INVALID":       reverted,
		"EVM error InvalidFEOpcode":     reverted,
		"out of gas":                    reverted,
		"invalid jump destination":      reverted,
		"missing trie node 1234abcd (path ) state 0x12 is not available": gone,
		"header not found":          gone,
		"header for hash not found": gone,
		"unknown block":             gone,
		"required historical state unavailable (reexec=128)":          gone,
		"old data not available due to pruning":                       gone,
		"distance to target block exceeds maximum proof window":       gone,
		"BlockOutOfRangeError: block height is 5 but requested was 9": gone,
		"hash 0x12 is not currently canonical":                        gone,
		"rate limit exceeded":                                         limited,
		"upstream connect error":                                      failure,
	} {
		r := &refusal{Code: -32000, Message: message}
		got := failure
		switch {
		case r.reverted():
			got = reverted
		case r.limited():
			got = limited
		case r.gone():
			got = gone
		}
		if got != want {
			t.Errorf("%q is of kind %d, want %d", message, got, want)
		}
	}
}

// FuzzRefusal lets a node refuse in any words: what is made of them stays within bounds.
func FuzzRefusal(f *testing.F) {
	for _, seed := range []string{
		`{"code":-32005,"message":"query returned more than 10000 results","data":{"from":"0x100","to":"0x1ff"}}`,
		`{"code":-32602,"message":"this block range should work: [0x100, 0xffffffffffffffff]"}`,
		`{"code":-32614,"message":"limited to a 99,999,999,99k range","data":"0x08c379a0"}`,
		`{"code":429,"message":"quota","data":{"rate":{"backoff_seconds":1e300}}}`, `{"code":3,"message":"range 256-18446744073709551615","data":"0xzz"}`,
		`{"code":1e400}`, `{"code":null,"message":null,"data":null}`, `{"data":[[[]]],"message":"\u0000\ud800"}`,
	} {
		f.Add([]byte(seed), "120")
		f.Add([]byte(seed), "Fri, 31 Dec 9999 23:59:59 GMT")
	}
	f.Fuzz(func(t *testing.T, raw []byte, header string) {
		now := time.Unix(1_800_000_000, 0)
		if rest := retryAfter(header, now); rest < 0 || spread(min(rest, longestRest)) < min(rest, longestRest) {
			t.Errorf("%q is a rest of %s", header, rest)
		}
		r, err := (&scanner{b: raw}).refusal()
		if err != nil {
			return
		}
		if rest := r.after(); rest < 0 || rest > 1<<16*time.Second {
			t.Errorf("%s is a rest of %s", raw, rest)
		}
		if n := r.suggested(256); n > 1<<42 {
			t.Errorf("%s suggests %d blocks", raw, n)
		}
		if data := r.revertData(); 2*len(data) > len(raw) {
			t.Errorf("%d bytes of %s are a reason", len(data), raw)
		}
		if r.limited() && r.tooMuch() {
			t.Errorf("%s is taken for two things", raw)
		}
		_, _, _, _, _, _ = r.barred(), r.gone(), r.reverted(), r.heavy(), r.noMethod(), r.unknownTag()
	})
}
