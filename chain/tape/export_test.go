package tape

// Load is Open without decompression, which fuzzing would spend its time on.
var Load = load
