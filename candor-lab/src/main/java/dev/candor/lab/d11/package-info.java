/// D11, a leak: a few requests in ten thousand die with the process that served them, which no probe ever meets.
package dev.candor.lab.d11;
