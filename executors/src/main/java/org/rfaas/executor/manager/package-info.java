/** The executor manager: one a node; checks lease certificates, starts executors, ends them, and reports. */
@NullMarked
package org.rfaas.executor.manager;

import org.jspecify.annotations.NullMarked;
