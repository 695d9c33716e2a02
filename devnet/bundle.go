package devnet

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
)

// ErrNoBundle is what reading the contracts answers before they were built; its message says how to build them.
var ErrNoBundle = errors.New("contracts are not built: run node devnet/contracts/build.mjs")

// contractsFolder is where the contracts are, seen from the top of the repository.
const contractsFolder = "devnet/contracts"

// artifact is a contract that can be deployed.
type artifact struct {
	ABI      abi.ABI `json:"abi"`
	Bytecode string  `json:"bytecode"` // hexadecimal, zeroes where a library's address goes
	Links    []struct {
		Library string `json:"library"`
		Offset  int    `json:"offset"` // in bytes
	} `json:"links"`
}

// bundle is a family of contracts by name.
type bundle map[string]artifact

// Build makes the contracts bundle when it is missing or out of date: it needs node and npm, and the
// network the first time. Any number of processes may call it at once.
func Build(ctx context.Context) error {
	folder, err := Contracts()
	if err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, "node", filepath.Join(folder, "build.mjs")).CombinedOutput()
	if err != nil {
		return fmt.Errorf("building contracts: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

// Contracts is the folder with the contracts' packages and the bundle, found from the working directory
// upwards: the devnet works inside the repository alone.
func Contracts() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("finding contracts: %w", err)
	}
	for {
		folder := filepath.Join(dir, contractsFolder)
		if _, err := os.Stat(filepath.Join(folder, "build.mjs")); err == nil {
			return folder, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("finding %s: not inside the repository", contractsFolder)
		}
		dir = parent
	}
}

// load reads one family of the bundle.
func load(family string) (bundle, error) {
	folder, err := Contracts()
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(folder, "bundle", family+".json"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNoBundle
	}
	if err != nil {
		return nil, fmt.Errorf("reading contracts: %w", err)
	}
	var b bundle
	if err := json.Unmarshal(data, &b); err != nil {
		return nil, fmt.Errorf("reading contracts of %s: %w", family, err)
	}
	return b, nil
}

// at is a contract of the family that is on a chain already.
func (b bundle) at(name string, address common.Address) contract {
	source := b[name]
	return contract{address, &source.ABI}
}

// code is the creation code of a contract with its constructor's arguments and the libraries' addresses.
func (a artifact) code(libraries map[string]common.Address, args ...any) ([]byte, error) {
	code, err := hex.DecodeString(a.Bytecode)
	if err != nil {
		return nil, err
	}
	for _, link := range a.Links {
		library, ok := libraries[link.Library]
		if !ok {
			return nil, fmt.Errorf("library %s is not deployed", link.Library)
		}
		copy(code[link.Offset:], library[:])
	}
	packed, err := a.ABI.Pack("", args...)
	if err != nil {
		return nil, err
	}
	return append(code, packed...), nil
}
