/// D02, a removed role: an edge may no longer read the store in which some customers' content lies.
package dev.candor.lab.d02;
