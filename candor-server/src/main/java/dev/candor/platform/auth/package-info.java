/// Who somebody is and what they may do: one gate, one matrix.
package dev.candor.platform.auth;
