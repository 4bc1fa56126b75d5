/**
 * The operators' interface of the resource manager: HTTP with a bearer token, an OpenAPI description and metrics, and the
 * client that the command line uses.
 */
@NullMarked
package org.rfaas.operator;

import org.jspecify.annotations.NullMarked;
