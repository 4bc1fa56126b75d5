# shellcheck shell=bash
# Lists the RDMA devices as libibverbs sees them.
ibv_devices && ibv_devinfo -v -d rxe0
