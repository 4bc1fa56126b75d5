/** The resource manager: knows the idle capacity and grants leases of it. */
@NullMarked
package org.rfaas.manager;

import org.jspecify.annotations.NullMarked;
