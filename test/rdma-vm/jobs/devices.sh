# shellcheck shell=bash
# The RDMA devices as libibverbs sees them.
ibv_devices && ibv_devinfo -v -d "$RDMA_DEVICE"
