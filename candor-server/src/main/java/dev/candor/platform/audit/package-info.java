/// Who did what, from where.
package dev.candor.platform.audit;
