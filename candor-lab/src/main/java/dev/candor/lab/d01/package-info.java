/// D01, proxies that disappear for seconds: a shop's static files on two nginx behind one HAProxy.
package dev.candor.lab.d01;
