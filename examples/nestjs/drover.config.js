// Compiled from src/, as tsx would leave out what Nest injects by.
module.exports = require('./dist/drover.config');
