package rpc

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"brink/chain"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/vm"
	"pgregory.net/rapid"
)

// multicall is where the nodes of these tests have aggregate3, written for
// them in assembly. Transient storage holds its variables: 0 the index, 1 where
// output goes on, 2 the tuple, 3 its data.
var (
	multicall     = common.HexToAddress("0xca11")
	multicallCode = assemble(`
		20 0 MSTORE   24 CALLDATALOAD 20 MSTORE
		24 CALLDATALOAD 20 MUL 40 ADD 1 TSTORE
	loop:
		24 CALLDATALOAD 0 TLOAD EQ @done JUMPI
		0 TLOAD 20 MUL 44 ADD CALLDATALOAD 44 ADD 2 TSTORE
		2 TLOAD DUP1 40 ADD CALLDATALOAD ADD 3 TSTORE
		3 TLOAD CALLDATALOAD  3 TLOAD 20 ADD  1 TLOAD  CALLDATACOPY
		0 0  3 TLOAD CALLDATALOAD  1 TLOAD  0  2 TLOAD CALLDATALOAD  GAS  CALL
		1 TLOAD MSTORE
		40 1 TLOAD 20 ADD MSTORE
		RETURNDATASIZE 1 TLOAD 40 ADD MSTORE
		RETURNDATASIZE 0 1 TLOAD 60 ADD RETURNDATACOPY
		40 1 TLOAD SUB  0 TLOAD 20 MUL 40 ADD  MSTORE
		1f NOT 1f RETURNDATASIZE ADD AND 60 ADD 1 TLOAD ADD 1 TSTORE
		1 0 TLOAD ADD 0 TSTORE
		@loop JUMP
	done:
		1 TLOAD 0 RETURN`)
)

// assemble turns mnemonics, hex numbers to push, "label:" and "@label" into code.
func assemble(text string) []byte {
	var code []byte
	labels, uses := map[string]int{}, map[int]string{}
	for _, w := range strings.Fields(text) {
		n, err := strconv.ParseUint(w, 16, 8)
		switch {
		case strings.HasSuffix(w, ":"):
			labels[strings.TrimSuffix(w, ":")] = len(code)
			code = append(code, byte(vm.JUMPDEST))
		case strings.HasPrefix(w, "@"):
			uses[len(code)+1] = w[1:]
			code = append(code, byte(vm.PUSH1), 0)
		case err == nil && len(w) <= 2:
			code = append(code, byte(vm.PUSH1), byte(n))
		default:
			code = append(code, byte(vm.StringToOp(w)))
		}
	}
	for at, label := range uses {
		code[at] = byte(labels[label])
	}
	return code
}

// The same reads give the same answers through Multicall3 and one by one,
// whatever they do to each other's gas.
func TestCallThroughMulticall(t *testing.T) {
	node := newTestNode(t)
	node.Commit()
	head, err := node.Client().HeaderByNumber(node.context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	at := chain.Ref{Number: head.Number.Uint64(), Hash: head.Hash()}
	alone := dial(t, Options{Endpoints: []Endpoint{{Name: "alone", URL: node.http}}})
	rapid.Check(t, func(rt *rapid.T) {
		shared := dial(t, Options{Endpoints: []Endpoint{{Name: "shared", URL: node.http}}, Multicall: multicall,
			MaxCalls: rapid.IntRange(1, 6).Draw(rt, "max")})
		defer shared.Close()
		calls := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) chain.Call {
			to := rapid.SampledFrom([]common.Address{emitter, emitter, emitter, {0x99}}).Draw(rt, "to")
			return chain.Call{To: to, Data: make([]byte, rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2, 3, 80}).Draw(rt, "size"))}
		}), 0, 12).Draw(rt, "calls")
		want, err := alone.Call(testContext(t), at, calls)
		if err != nil {
			rt.Fatal(err)
		}
		for range 2 {
			got, err := shared.Call(testContext(t), at, calls)
			if err != nil {
				rt.Fatal(err)
			}
			for i := range want {
				if got[i].Reverted != want[i].Reverted || !bytes.Equal(got[i].Data, want[i].Data) {
					rt.Fatalf("call %d of %d answers %+v, alone %+v", i, len(calls), got[i], want[i])
				}
			}
		}
	})
}

// Reads cost one round trip; after a read that burns all gas was met once,
// again one.
func TestRoundTripsOfReads(t *testing.T) {
	node := newTestNode(t)
	node.Commit()
	p := newProxy(t, node.ws)
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "ws", URL: p.url()}}, Multicall: multicall})
	head, err := node.Client().HeaderByNumber(node.context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	at := chain.Ref{Number: head.Number.Uint64(), Hash: head.Hash()}
	calls := make([]chain.Call, 1200)
	for i := range calls {
		calls[i] = chain.Call{To: emitter}
	}
	trips := func() int {
		t.Helper()
		p.taken()
		if _, err := client.Call(testContext(t), at, calls); err != nil {
			t.Fatal(err)
		}
		return len(p.taken())
	}
	if n := trips(); n != 1 {
		t.Errorf("%d round trips for 1,200 reads", n)
	}
	calls[700].Data = make([]byte, 3)
	if n := trips(); n < 2 {
		t.Errorf("%d round trips to find out who burned the gas", n)
	}
	if n := trips(); n != 1 {
		t.Errorf("%d round trips when it is known who burns gas", n)
	}
}

// Where Multicall3 isn't deployed, or wasn't yet, reads go as a batch.
func TestCallWithoutMulticall(t *testing.T) {
	node := newTestNode(t)
	node.Commit()
	head, err := node.Client().HeaderByNumber(node.context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	at := chain.Ref{Number: head.Number.Uint64(), Hash: head.Hash()}
	calls := []chain.Call{{To: emitter}, {To: emitter, Data: []byte{1}}, {To: emitter}}
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "http", URL: node.http}}, Multicall: common.Address{0x77}})
	check := func() {
		t.Helper()
		results, err := client.Call(testContext(t), at, calls)
		if err != nil || len(results[0].Data) != 32 || !results[1].Reverted || len(results[2].Data) != 32 {
			t.Fatalf("%+v, %v", results, err)
		}
	}
	check()
	// As if code had appeared after the block that is read.
	l, _ := client.endpoints[0].current()
	l.multicall = true
	check()
	if client.multicallAt(at.Number) || !client.multicallAt(at.Number+1) {
		t.Fatal("a block without Multicall3 was not remembered")
	}
	check()
}

func TestCallAtUnknownBlockIsGone(t *testing.T) {
	node := newTestNode(t)
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "http", URL: node.http}}})
	_, err := client.Call(testContext(t), chain.Ref{Number: 5, Hash: common.Hash{5}}, []chain.Call{{To: emitter}})
	if !errors.Is(err, chain.ErrGone) {
		t.Fatal(err)
	}
}

// What is packed is what go-ethereum's ABI packs, and what it packs as an
// answer is read back.
func TestAggregateAgainstABI(t *testing.T) {
	contract, err := abi.JSON(strings.NewReader(`[{"type":"function","name":"aggregate3","inputs":[{"name":"calls","type":"tuple[]",
		"components":[{"name":"target","type":"address"},{"name":"allowFailure","type":"bool"},{"name":"callData","type":"bytes"}]}],
		"outputs":[{"name":"returnData","type":"tuple[]","components":[{"name":"success","type":"bool"},{"name":"returnData","type":"bytes"}]}]}]`))
	if err != nil {
		t.Fatal(err)
	}
	type in struct {
		Target       common.Address
		AllowFailure bool
		CallData     []byte
	}
	type out struct {
		Success    bool
		ReturnData []byte
	}
	rapid.Check(t, func(t *rapid.T) {
		datas := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 100), 0, 6).Draw(t, "datas")
		var calls []chain.Call
		var reads []int
		ins, outs := []in{}, []out{}
		for i, data := range datas {
			calls = append(calls, chain.Call{To: common.BigToAddress(big.NewInt(int64(i))), Data: data})
			reads = append(reads, i)
			ins = append(ins, in{calls[i].To, true, data})
			outs = append(outs, out{i%2 == 0, data})
		}
		want, err := contract.Pack("aggregate3", ins)
		if err != nil {
			t.Fatal(err)
		}
		if got := packAggregate(calls, reads); !bytes.Equal(got, want) {
			t.Fatalf("packed %x, not %x", got, want)
		}
		answer, err := contract.Methods["aggregate3"].Outputs.Pack(outs)
		if err != nil {
			t.Fatal(err)
		}
		results, err := unpackAggregate(answer, len(datas))
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range results {
			if r.Reverted == outs[i].Success || !bytes.Equal(r.Data, datas[i]) {
				t.Fatalf("result %d is %+v, not %+v", i, r, outs[i])
			}
		}
		for _, n := range []int{len(datas) + 1, len(datas) - 1} {
			if _, err := unpackAggregate(answer, max(n, 0)); n >= 0 && err == nil {
				t.Fatalf("an answer to %d calls was taken for one to %d", len(datas), n)
			}
		}
	})
}

func FuzzUnpackAggregate(f *testing.F) {
	f.Add([]byte{}, 1)
	f.Add(bytes.Repeat([]byte{0}, 128), 1)
	f.Add(packAggregate([]chain.Call{{Data: []byte("x")}}, []int{0})[4:], 1)
	f.Fuzz(func(t *testing.T, b []byte, n int) {
		if n < 0 || n > 1000 {
			return
		}
		results, err := unpackAggregate(b, n)
		if err == nil && len(results) != n {
			t.Fatal(fmt.Sprint(len(results), " results for ", n))
		}
	})
}
