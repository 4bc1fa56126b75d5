/** What runs tests inside the RDMA rig, and what reports them outside. */
package org.rfaas.rig;
