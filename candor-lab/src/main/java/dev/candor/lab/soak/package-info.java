/// A long quiet watch of many things over a bad line, with noisy logs: nobody may be woken.
package dev.candor.lab.soak;
