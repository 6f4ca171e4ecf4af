/// D16, the role matrix: what each role may do, walked cell by cell.
package dev.candor.lab.d16;
