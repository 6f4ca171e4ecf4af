/// D17, a poison task: one document too large for the worker kills it again and again, while everything else waits.
package dev.candor.lab.d17;
