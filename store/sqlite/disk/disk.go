package disk

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// Kind is what is done to a file.
type Kind string

// Kinds of what changes a file or what is on disk of it.
const (
	Write    Kind = "write"
	Sync     Kind = "sync"
	Truncate Kind = "truncate"
	Delete   Kind = "delete"
)

// Act is one thing that SQLite does to a file.
type Act struct {
	Kind Kind
	Path string
	// Size is how many bytes are written.
	Size int
}

// Around stands around an act: do does it, of a write only the first so many
// bytes. An error is told to SQLite as one of the disk.
type Around func(a Act, do func(size int) error) error

// errCode is SQLite's code of an error.
type errCode int32

func (e errCode) Error() string { return fmt.Sprintf("SQLite's error %d", int32(e)) }

// around is what the process has installed. SQLite's own list of layers is the
// process's too.
var around atomic.Pointer[Around]

// install registers the layer once.
var install = sync.OnceValue(register)

// Install makes every database that the process opens from now on write
// through a function, or through another one than before.
func Install(f Around) error {
	around.Store(&f)
	return install()
}

// The layer is SQLite's own for this system, with some methods replaced.
var (
	below   lib.Tsqlite3_vfs
	mu      sync.Mutex
	methods = make(map[uintptr]uintptr) // of files, with ours in place: by SQLite's
	files   = make(map[uintptr]file)    // open ones, by their place in memory
)

type file struct {
	path    string
	methods *lib.Tsqlite3_io_methods // SQLite's
}

// at is what lies at an address outside Go's memory.
func at[T any](address uintptr) *T { return *(**T)(unsafe.Pointer(&address)) }

// function is the address of a function as SQLite keeps it.
func function[F any](f *F) uintptr { return *(*uintptr)(unsafe.Pointer(f)) }

// called is the function at such an address.
func called[F any](address uintptr) F { return *(*F)(unsafe.Pointer(&struct{ uintptr }{address})) }

type (
	openFunc     = func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32
	deleteFunc   = func(*libc.TLS, uintptr, uintptr, int32) int32
	writeFunc    = func(*libc.TLS, uintptr, uintptr, int32, int64) int32
	truncateFunc = func(*libc.TLS, uintptr, int64) int32
	syncFunc     = func(*libc.TLS, uintptr, int32) int32
)

// SQLite keeps the addresses of these, so they may never move.
var (
	ourOpen     openFunc     = open
	ourDelete   deleteFunc   = remove
	ourWrite    writeFunc    = write
	ourTruncate truncateFunc = truncate
	ourSync     syncFunc     = flush
)

func register() error {
	tls := libc.NewTLS()
	usual := lib.Xsqlite3_vfs_find(tls, 0)
	if usual == 0 {
		return errors.New("SQLite has no layer for files")
	}
	below = *at[lib.Tsqlite3_vfs](usual)
	ours, err := allocate(tls, below)
	if err != nil {
		return err
	}
	name, err := libc.CString("brink-disk")
	if err != nil {
		return err
	}
	v := at[lib.Tsqlite3_vfs](ours)
	v.FzName, v.FxOpen, v.FxDelete = name, function(&ourOpen), function(&ourDelete)
	if code := lib.Xsqlite3_vfs_register(tls, ours, 1); code != lib.SQLITE_OK {
		return errCode(code)
	}
	return nil
}

// allocate copies a value to where SQLite may keep it.
func allocate[T any](tls *libc.TLS, value T) (uintptr, error) {
	p := libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(value)))
	if p == 0 {
		return 0, errors.New("there is no memory for SQLite")
	}
	*at[T](p) = value
	return p, nil
}

// pass lets an act pass the installed function, and says what becomes of it.
func pass(a Act, fails int32, do func(size int) int32) int32 {
	err := (*around.Load())(a, func(size int) error {
		if code := do(size); code != lib.SQLITE_OK {
			return errCode(code)
		}
		return nil
	})
	var code errCode
	switch {
	case err == nil:
		return lib.SQLITE_OK
	case errors.As(err, &code):
		return int32(code)
	default:
		return fails
	}
}

func open(tls *libc.TLS, vfs, path, handle uintptr, flags int32, granted uintptr) int32 {
	code := called[openFunc](below.FxOpen)(tls, vfs, path, handle, flags, granted)
	if code != lib.SQLITE_OK || path == 0 {
		return code
	}
	mu.Lock()
	defer mu.Unlock()
	f := at[lib.Tsqlite3_file](handle)
	theirs := f.FpMethods
	if methods[theirs] == 0 {
		m := *at[lib.Tsqlite3_io_methods](theirs)
		m.FxWrite, m.FxTruncate, m.FxSync = function(&ourWrite), function(&ourTruncate), function(&ourSync)
		ours, err := allocate(tls, m)
		if err != nil {
			return lib.SQLITE_NOMEM
		}
		methods[theirs] = ours
	}
	files[handle] = file{libc.GoString(path), at[lib.Tsqlite3_io_methods](theirs)}
	f.FpMethods = methods[theirs]
	return code
}

func opened(handle uintptr) file {
	mu.Lock()
	defer mu.Unlock()
	return files[handle]
}

func remove(tls *libc.TLS, vfs, path uintptr, sync int32) int32 {
	return pass(Act{Kind: Delete, Path: libc.GoString(path)}, lib.SQLITE_IOERR_DELETE, func(int) int32 {
		return called[deleteFunc](below.FxDelete)(tls, vfs, path, sync)
	})
}

func write(tls *libc.TLS, handle, data uintptr, size int32, offset int64) int32 {
	f := opened(handle)
	return pass(Act{Write, f.path, int(size)}, lib.SQLITE_IOERR_WRITE, func(size int) int32 {
		return called[writeFunc](f.methods.FxWrite)(tls, handle, data, int32(size), offset)
	})
}

func truncate(tls *libc.TLS, handle uintptr, size int64) int32 {
	f := opened(handle)
	return pass(Act{Kind: Truncate, Path: f.path}, lib.SQLITE_IOERR_TRUNCATE, func(int) int32 {
		return called[truncateFunc](f.methods.FxTruncate)(tls, handle, size)
	})
}

func flush(tls *libc.TLS, handle uintptr, flags int32) int32 {
	f := opened(handle)
	return pass(Act{Kind: Sync, Path: f.path}, lib.SQLITE_IOERR_FSYNC, func(int) int32 {
		return called[syncFunc](f.methods.FxSync)(tls, handle, flags)
	})
}
