package rpc

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Codes of refusals that say what is meant.
const (
	codeReverted     = 3
	codeTooLarge     = -32003 // go-ethereum: response too large
	codeBadParams    = -32602
	codeNoMethod     = -32601
	codeNotFound     = -39001 // Ethereum: unknown payload or block
	codeTooManyCalls = 429
)

// tooLarge stands for an answer that was not read because of its size.
var tooLarge = &refusal{Code: codeTooLarge, Message: "response too large"}

// tooSlow stands for an answer that didn't come in time.
var tooSlow = &refusal{Code: codeTooLarge, Message: "query timeout exceeded"}

// The words by which nodes and providers are told apart are matched in lower
// case anywhere in the message.
var (
	wordsLimited = []string{"rate limit", "too many requests", "per second", "quota", "compute unit", "capacity",
		"credits", "throttl", "daily", "monthly", "request count exceeded", "request limit"}
	wordsTooMuch = []string{"range", "too many", "more than", "too large", "too big", "too wide", "exceed", "limited to",
		"limit the query", "at most", "max results", "max is", "maximum", "timeout", "timed out", "-32005", "limit exceeded"}
	wordsNoBlock = []string{"header not found", "header for hash not found", "unknown block", "block not found",
		"block does not exist", "block is not available", "not found", "cannot find block", "could not find block"}
	wordsGone = []string{"missing trie node", "state not available", "state is not available", "state unavailable",
		"historical state", "pruned", "pruning", "no state", "proof window", "not currently canonical", "archive",
		"state does not exist", "outofrange", "out of range"}
	wordsReverted = []string{"revert", "invalid opcode", "invalid jump", "stack underflow", "stack overflow",
		"stack limit reached", "out of gas", "write protection", "return data out of bounds", "evm error", "vm execution error",
		"vmexecutionerror", "bad instruction", "opcode not found"}
	wordsGas = []string{"out of gas", "gas required exceeds", "execution timeout", "execution aborted", "timeout", "timed out",
		"too large", "too big", "exceeds", "limit"}
)

func (r *refusal) says(words []string) bool {
	message := strings.ToLower(r.Message)
	for _, w := range words {
		if strings.Contains(message, w) {
			return true
		}
	}
	return false
}

// barred: the account may not ask, or no more for long.
func (r *refusal) barred() bool {
	return r.says([]string{"payment required", "unauthorized", "invalid api key", "api key is not", "must be authenticated",
		"billing", "account is disabled", "project is disabled"}) ||
		r.limited() && r.says([]string{"daily", "monthly", "quota", "credits"})
}

// after is how long the node wants to be left alone, zero if it doesn't say.
func (r *refusal) after() time.Duration {
	var data struct {
		Rate struct {
			Backoff float64 `json:"backoff_seconds"`
		} `json:"rate"`
	}
	if json.Unmarshal(r.Data, &data) != nil || data.Rate.Backoff < 0 || data.Rate.Backoff > 1<<16 {
		return 0
	}
	return time.Duration(data.Rate.Backoff * float64(time.Second))
}

// limited: the node answers no more for now.
func (r *refusal) limited() bool { return r.Code == codeTooManyCalls || r.says(wordsLimited) }

// tooMuch: the same question about fewer blocks may be answered.
func (r *refusal) tooMuch() bool {
	return !r.limited() && !r.says([]string{"current head", "latest block"}) &&
		(r.Code == codeTooLarge || r.says(wordsTooMuch))
}

// noBlock: there is no such block, or not yet.
func (r *refusal) noBlock() bool { return r.Code == codeNotFound || r.says(wordsNoBlock) }

// gone: the node can't read as of this block.
func (r *refusal) gone() bool { return r.noBlock() || r.says(wordsGone) }

// reverted: the contract refused.
func (r *refusal) reverted() bool {
	return r.Code == codeReverted || !r.limited() && r.says(wordsReverted)
}

// heavy: less work in one request may be answered.
func (r *refusal) heavy() bool {
	return !r.limited() && (r.Code == codeTooLarge || r.says(wordsGas))
}

// noMethod: the node doesn't know the method, or doesn't serve it.
func (r *refusal) noMethod() bool {
	return r.Code == codeNoMethod || r.says([]string{"method not found", "not available", "not supported", "unsupported", "does not exist"}) &&
		r.says([]string{"method", "eth_getblockreceipts"})
}

// unknownTag: the node doesn't know what safe or finalized mean.
func (r *refusal) unknownTag() bool {
	return r.Code == codeBadParams || r.Code == codeNoMethod ||
		r.says([]string{"invalid", "unsupported", "not supported", "unknown tag", "unknown block tag"})
}

// How messages name a range, or a number of blocks.
var (
	hexRange = regexp.MustCompile(`0x([0-9a-fA-F]{1,16})[^0-9a-zA-Z]{1,4}0x([0-9a-fA-F]{1,16})`)
	decRange = regexp.MustCompile(`range (\d{1,19})-(\d{1,19})`)
	atMost   = regexp.MustCompile(`(?i)(?:limited to|up to|at most|max(?:imum)?(?: is| block range:?| is set to)?)(?: an?)? ([\d,]{1,12})(k?)`)
)

// suggested is how many blocks from the given one the node says that it would
// answer about, zero if it doesn't say.
func (r *refusal) suggested(from uint64) uint64 {
	var data struct{ From, To string }
	if json.Unmarshal(r.Data, &data) == nil {
		if n := blocks(from, strings.TrimPrefix(data.From, "0x"), strings.TrimPrefix(data.To, "0x"), 16); n > 0 {
			return n
		}
	}
	text := r.Message[:min(len(r.Message), 4096)]
	if m := hexRange.FindStringSubmatch(text); m != nil {
		return blocks(from, m[1], m[2], 16)
	}
	if m := decRange.FindStringSubmatch(text); m != nil {
		return blocks(from, m[1], m[2], 10)
	}
	if m := atMost.FindStringSubmatch(text); m != nil {
		n, err := strconv.ParseUint(strings.ReplaceAll(m[1], ",", ""), 10, 32)
		if err == nil && m[2] != "" {
			n *= 1000
		}
		return n
	}
	return 0
}

// blocks is the size of a range, zero if it doesn't begin where it should.
func blocks(from uint64, a, b string, base int) uint64 {
	first, errA := strconv.ParseUint(a, base, 64)
	last, errB := strconv.ParseUint(b, base, 64)
	if errA != nil || errB != nil || first != from || last < first || last-first >= 1<<32 {
		return 0
	}
	return last - first + 1
}
