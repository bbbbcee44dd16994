// Owns a fault, on purpose: the process that accepts connections ends as if it had failed. Never a part of the product.

if (!process.send) process.on('exit', () => void (process.exitCode = 3));
