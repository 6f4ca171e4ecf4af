/// Certificates and keys from files.
package dev.candor.base.tls;
