/// Tells customers the truth on a page that stays up.
package dev.candor.tell;
