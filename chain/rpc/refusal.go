package rpc

import (
	"regexp"
	"strconv"
	"strings"
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

// The words by which nodes and providers are told apart are matched in lower
// case anywhere in the message.
var (
	wordsLimited = []string{"rate limit", "too many requests", "per second", "quota", "compute unit", "capacity",
		"credits", "throttl", "daily", "monthly", "request count exceeded", "request limit"}
	wordsTooMuch = []string{"range", "too many", "more than", "too large", "too big", "too wide", "exceed", "limited to",
		"limit the query", "at most", "max results", "timeout", "timed out", "-32005", "limit exceeded"}
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

// unknownTag: the node doesn't know what safe or finalized mean.
func (r *refusal) unknownTag() bool {
	return r.Code == codeBadParams || r.Code == codeNoMethod ||
		r.says([]string{"invalid", "unsupported", "not supported", "unknown tag", "unknown block tag"})
}

var (
	hexRange = regexp.MustCompile(`0x([0-9a-fA-F]{1,16})"?[^0-9a-zA-Z]{1,16}(?:to"?[^0-9a-zA-Z]{1,8})?"?0x([0-9a-fA-F]{1,16})`)
	decRange = regexp.MustCompile(`range (\d{1,19})-(\d{1,19})`)
	atMost   = regexp.MustCompile(`(?i)(?:limited to|up to|at most|max(?:imum)?(?: is| block range:?| is set to)?)(?: an?)? ([\d,]{1,12})(k?)`)
)

// suggested is how many blocks from the given one the node says that it would
// answer about, zero if it doesn't say.
func (r *refusal) suggested(from uint64) uint64 {
	text := r.Message + " " + string(r.Data)
	if len(text) > 4096 {
		text = text[:4096]
	}
	for base, pattern := range map[int]*regexp.Regexp{16: hexRange, 10: decRange} {
		if m := pattern.FindStringSubmatch(text); m != nil {
			a, errA := strconv.ParseUint(m[1], base, 64)
			b, errB := strconv.ParseUint(m[2], base, 64)
			if errA == nil && errB == nil && a == from && b >= a && b-a < 1<<32 {
				return b - a + 1
			}
		}
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
