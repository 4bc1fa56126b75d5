/*
 * libdisni: the native half that DiSNI 2.1 (com.ibm.disni:disni) expects and does not bring along: the native methods of
 * com.ibm.disni.verbs.impl.NativeDispatcher over libibverbs and librdmacm. run-scripts/setup builds it where the headers of
 * both are installed.
 *
 * DiSNI's Java half hands pointers around as longs and keeps them; here they are checked for null, no more can be known.
 * Structs travel as the memory of the C struct: the Java half asks for their sizes when it starts (struct verification).
 * A failure becomes an IOException that names the call and errno, or -1 where the method's signature allows no exception.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <infiniband/verbs.h>
#include <jni.h>
#include <rdma/rdma_cma.h>

/* What the Java half compares with its own number. */
enum { PROTOCOL_VERSION = 32 };

/* Most scatter/gather elements of a request: DiSNI asks for no number. */
enum { MAX_SGE = 4 };

/* As the verbs provider has it: 4.096 us * 2^16, seven times, then a silent peer counts as lost; a peer without a receive is
 * waited for without end, 0.32 ms at a time (code 10). */
enum { ACK_TIMEOUT_EXPONENT = 16, RECEIVER_NOT_READY_TIMER = 10 };

#define NATIVE(type, name) JNIEXPORT type JNICALL Java_com_ibm_disni_verbs_impl_NativeDispatcher__1##name
#define SELF JNIEnv *env, jobject self
#define UNUSED_SELF (void)env, (void)self

#define POINTER(type, value) ((type *)(uintptr_t)(value))
#define HANDLE(pointer) ((jlong)(uintptr_t)(pointer))

/* Throws an IOException "call: error"; error is an errno value. */
static void fail(JNIEnv *env, const char *call, int error) {
  char text[160];
  snprintf(text, sizeof text, "%s: %s (errno %d)", call, strerror(error), error);
  jclass exception = (*env)->FindClass(env, "java/io/IOException");
  if (exception != NULL) {
    (*env)->ThrowNew(env, exception, text);
  }
}

/* True for a usable handle; else throws. */
static int usable(JNIEnv *env, const char *call, jlong handle) {
  if (handle != 0) {
    return 1;
  }
  fail(env, call, EINVAL);
  return 0;
}

/* The result of a call that answers a pointer, null on failure. */
static jlong pointer_or_fail(JNIEnv *env, const char *call, const void *pointer) {
  if (pointer == NULL) {
    fail(env, call, errno);
    return -1;
  }
  return HANDLE(pointer);
}

/* Judges the result of a call that answers 0, or -1 with errno set. */
static void zero_or_fail(JNIEnv *env, const char *call, int result) {
  if (result != 0) {
    fail(env, call, errno);
  }
}

static void never_block(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  if (flags >= 0) {
    fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
  }
}

/* Whether the descriptor became readable in time. */
static int readable(int descriptor, int timeout_ms) {
  struct pollfd wait = {.fd = descriptor, .events = POLLIN};
  return poll(&wait, 1, timeout_ms) > 0;
}

/* ---- connection manager: rdma_cm(7) ---- */

NATIVE(jlong, createEventChannel)(SELF) {
  (void)self;
  struct rdma_event_channel *channel = rdma_create_event_channel();
  if (channel != NULL) {
    never_block(channel->fd);
  }
  return pointer_or_fail(env, "rdma_create_event_channel", channel);
}

NATIVE(jint, destroyEventChannel)(SELF, jlong channel) {
  UNUSED_SELF;
  if (channel == 0) {
    return -1;
  }
  rdma_destroy_event_channel(POINTER(struct rdma_event_channel, channel));
  return 0;
}

NATIVE(jlong, createId)(SELF, jlong channel, jshort port_space) {
  (void)self;
  struct rdma_cm_id *id = NULL;
  if (!usable(env, "rdma_create_id", channel)) {
    return -1;
  }
  if (rdma_create_id(POINTER(struct rdma_event_channel, channel), &id, NULL, (enum rdma_port_space)port_space) != 0) {
    fail(env, "rdma_create_id", errno);
    return -1;
  }
  return HANDLE(id);
}

NATIVE(jint, destroyCmId)(SELF, jlong id) {
  UNUSED_SELF;
  return id == 0 ? -1 : rdma_destroy_id(POINTER(struct rdma_cm_id, id));
}

NATIVE(jint, destroyEp)(SELF, jlong id) {
  UNUSED_SELF;
  if (id == 0) {
    return -1;
  }
  rdma_destroy_ep(POINTER(struct rdma_cm_id, id));
  return 0;
}

NATIVE(void, bindAddr)(SELF, jlong id, jlong address) {
  (void)self;
  if (usable(env, "rdma_bind_addr", id) && usable(env, "rdma_bind_addr", address)) {
    zero_or_fail(env, "rdma_bind_addr", rdma_bind_addr(POINTER(struct rdma_cm_id, id), POINTER(struct sockaddr, address)));
  }
}

NATIVE(void, listen)(SELF, jlong id, jint backlog) {
  (void)self;
  if (usable(env, "rdma_listen", id)) {
    zero_or_fail(env, "rdma_listen", rdma_listen(POINTER(struct rdma_cm_id, id), backlog));
  }
}

/* The Java half passes no source. */
NATIVE(void, resolveAddr)(SELF, jlong id, jlong source, jlong destination, jint timeout_ms) {
  (void)self;
  if (usable(env, "rdma_resolve_addr", id) && usable(env, "rdma_resolve_addr", destination)) {
    zero_or_fail(env, "rdma_resolve_addr",
                 rdma_resolve_addr(POINTER(struct rdma_cm_id, id), POINTER(struct sockaddr, source),
                                   POINTER(struct sockaddr, destination), timeout_ms));
  }
}

NATIVE(void, resolveRoute)(SELF, jlong id, jint timeout_ms) {
  (void)self;
  if (usable(env, "rdma_resolve_route", id)) {
    zero_or_fail(env, "rdma_resolve_route", rdma_resolve_route(POINTER(struct rdma_cm_id, id), timeout_ms));
  }
}

NATIVE(jlong, createQP)(SELF, jlong id, jlong pd, jlong send_cq, jlong recv_cq, jint type, jint max_send, jint max_recv,
                        jint max_inline) {
  (void)self;
  if (!usable(env, "rdma_create_qp", id) || !usable(env, "rdma_create_qp", pd) ||
      !usable(env, "rdma_create_qp", send_cq) || !usable(env, "rdma_create_qp", recv_cq)) {
    return -1;
  }
  struct ibv_qp_init_attr attributes = {
      .send_cq = POINTER(struct ibv_cq, send_cq),
      .recv_cq = POINTER(struct ibv_cq, recv_cq),
      .cap = {.max_send_wr = (uint32_t)max_send,
              .max_recv_wr = (uint32_t)max_recv,
              .max_send_sge = MAX_SGE,
              .max_recv_sge = MAX_SGE,
              .max_inline_data = (uint32_t)max_inline},
      .qp_type = (enum ibv_qp_type)type,
  };
  struct rdma_cm_id *of = POINTER(struct rdma_cm_id, id);
  if (rdma_create_qp(of, POINTER(struct ibv_pd, pd), &attributes) != 0) {
    fail(env, "rdma_create_qp", errno);
    return -1;
  }
  return HANDLE(of->qp);
}

NATIVE(jint, destroyQP)(SELF, jlong id) {
  UNUSED_SELF;
  if (id == 0 || POINTER(struct rdma_cm_id, id)->qp == NULL) {
    return -1;
  }
  rdma_destroy_qp(POINTER(struct rdma_cm_id, id));
  return 0;
}

/* Else rdma_cm derives a timeout of seconds, and a dead host is noticed after a minute. Devices may refuse. */
static void limit_retransmission(struct rdma_cm_id *id) {
  uint8_t exponent = ACK_TIMEOUT_EXPONENT;
  rdma_set_option(id, RDMA_OPTION_ID, RDMA_OPTION_ID_ACK_TIMEOUT, &exponent, sizeof exponent);
}

/* rdma_cm leaves the timer at 0, which stands for 655 ms: an eternity for a message that comes just before its receive. */
static void shorten_receiver_not_ready_timer(struct rdma_cm_id *id) {
  struct ibv_qp_attr attributes = {.min_rnr_timer = RECEIVER_NOT_READY_TIMER};
  if (id != NULL && id->qp != NULL) {
    ibv_modify_qp(id->qp, &attributes, IBV_QP_MIN_RNR_TIMER);
  }
}

static struct rdma_conn_param parameters(jint retries, jint retries_without_receive) {
  return (struct rdma_conn_param){
      .responder_resources = RDMA_MAX_RESP_RES,
      .initiator_depth = RDMA_MAX_INIT_DEPTH,
      .retry_count = (uint8_t)retries,
      .rnr_retry_count = (uint8_t)retries_without_receive,
  };
}

NATIVE(void, connect)(SELF, jlong id, jint retries, jint retries_without_receive, jlong data, jbyte data_length) {
  (void)self;
  if (!usable(env, "rdma_connect", id)) {
    return;
  }
  struct rdma_conn_param with = parameters(retries, retries_without_receive);
  if (data != 0) {
    with.private_data = POINTER(void, data);
    with.private_data_len = (uint8_t)data_length;
  }
  limit_retransmission(POINTER(struct rdma_cm_id, id));
  zero_or_fail(env, "rdma_connect", rdma_connect(POINTER(struct rdma_cm_id, id), &with));
}

NATIVE(void, accept)(SELF, jlong id, jint retries, jint retries_without_receive) {
  (void)self;
  if (!usable(env, "rdma_accept", id)) {
    return;
  }
  struct rdma_conn_param with = parameters(retries, retries_without_receive);
  limit_retransmission(POINTER(struct rdma_cm_id, id));
  zero_or_fail(env, "rdma_accept", rdma_accept(POINTER(struct rdma_cm_id, id), &with));
}

NATIVE(jint, disconnect)(SELF, jlong id) {
  UNUSED_SELF;
  return id == 0 ? -1 : rdma_disconnect(POINTER(struct rdma_cm_id, id));
}

/* Takes an event: its type, and the identifiers it is about into *listen_id and *id. -1 if none came. It is acknowledged at
 * once: _ackCmEvent is given no event to acknowledge. */
NATIVE(jint, getCmEvent)(SELF, jlong channel, jlong listen_id, jlong id, jint timeout_ms) {
  UNUSED_SELF;
  struct rdma_event_channel *from = POINTER(struct rdma_event_channel, channel);
  struct rdma_cm_event *event = NULL;
  if (from == NULL || listen_id == 0 || id == 0 || !readable(from->fd, timeout_ms) ||
      rdma_get_cm_event(from, &event) != 0) {
    return -1;
  }
  jint type = (jint)event->event;
  *POINTER(jlong, listen_id) = HANDLE(event->listen_id);
  *POINTER(jlong, id) = HANDLE(event->id);
  if (event->event == RDMA_CM_EVENT_ESTABLISHED) {
    shorten_receiver_not_ready_timer(event->id);
  }
  rdma_ack_cm_event(event);
  return type;
}

NATIVE(jint, ackCmEvent)(SELF, jint type) {
  UNUSED_SELF;
  (void)type;
  return 0;
}

static jint copy_address(jlong to, const struct sockaddr *address) {
  if (to == 0 || address == NULL || address->sa_family != AF_INET) {
    return -1;
  }
  memcpy(POINTER(void, to), address, sizeof(struct sockaddr_in));
  return 0;
}

NATIVE(jint, getSrcAddr)(SELF, jlong id, jlong to) {
  UNUSED_SELF;
  return id == 0 ? -1 : copy_address(to, rdma_get_local_addr(POINTER(struct rdma_cm_id, id)));
}

NATIVE(jint, getDstAddr)(SELF, jlong id, jlong to) {
  UNUSED_SELF;
  return id == 0 ? -1 : copy_address(to, rdma_get_peer_addr(POINTER(struct rdma_cm_id, id)));
}

/* The device an identifier is bound to, 0 before. */
NATIVE(jlong, getContext)(SELF, jlong id) {
  (void)self;
  return usable(env, "rdma_cm_id", id) ? HANDLE(POINTER(struct rdma_cm_id, id)->verbs) : -1;
}

/* ---- verbs: ibv_post_send(3) and so on ---- */

NATIVE(jlong, allocPd)(SELF, jlong context) {
  (void)self;
  return usable(env, "ibv_alloc_pd", context)
             ? pointer_or_fail(env, "ibv_alloc_pd", ibv_alloc_pd(POINTER(struct ibv_context, context)))
             : -1;
}

NATIVE(jint, deallocPd)(SELF, jlong pd) {
  UNUSED_SELF;
  return pd == 0 ? -1 : -ibv_dealloc_pd(POINTER(struct ibv_pd, pd));
}

NATIVE(jlong, createCompChannel)(SELF, jlong context) {
  (void)self;
  if (!usable(env, "ibv_create_comp_channel", context)) {
    return -1;
  }
  struct ibv_comp_channel *channel = ibv_create_comp_channel(POINTER(struct ibv_context, context));
  if (channel != NULL) {
    never_block(channel->fd);
  }
  return pointer_or_fail(env, "ibv_create_comp_channel", channel);
}

NATIVE(jint, destroyCompChannel)(SELF, jlong channel) {
  UNUSED_SELF;
  return channel == 0 ? -1 : -ibv_destroy_comp_channel(POINTER(struct ibv_comp_channel, channel));
}

NATIVE(jlong, createCQ)(SELF, jlong context, jlong channel, jint entries, jint vector) {
  (void)self;
  return usable(env, "ibv_create_cq", context)
             ? pointer_or_fail(env, "ibv_create_cq",
                               ibv_create_cq(POINTER(struct ibv_context, context), entries, NULL,
                                             POINTER(struct ibv_comp_channel, channel), vector))
             : -1;
}

NATIVE(jint, destroyCQ)(SELF, jlong cq) {
  UNUSED_SELF;
  return cq == 0 ? -1 : -ibv_destroy_cq(POINTER(struct ibv_cq, cq));
}

/* The Java half drops the attributes before it calls this, so there is nothing that could be modified. */
NATIVE(jint, modifyQP)(SELF, jlong qp, jlong attributes) {
  (void)self, (void)qp, (void)attributes;
  fail(env, "ibv_modify_qp", ENOSYS);
  return -1;
}

NATIVE(jlong, regMr)(SELF, jlong pd, jlong address, jint length, jint access, jlong lkey, jlong rkey, jlong handle) {
  (void)self;
  if (!usable(env, "ibv_reg_mr", pd) || !usable(env, "ibv_reg_mr", lkey) || !usable(env, "ibv_reg_mr", rkey) ||
      !usable(env, "ibv_reg_mr", handle)) {
    return -1;
  }
  struct ibv_mr *region = ibv_reg_mr(POINTER(struct ibv_pd, pd), POINTER(void, address), (size_t)(uint32_t)length, access);
  if (region == NULL) {
    fail(env, "ibv_reg_mr", errno);
    return -1;
  }
  *POINTER(uint32_t, lkey) = region->lkey;
  *POINTER(uint32_t, rkey) = region->rkey;
  *POINTER(uint32_t, handle) = region->handle;
  return HANDLE(region);
}

NATIVE(void, deregMr)(SELF, jlong region) {
  (void)self;
  if (usable(env, "ibv_dereg_mr", region)) {
    int error = ibv_dereg_mr(POINTER(struct ibv_mr, region));
    if (error != 0) {
      fail(env, "ibv_dereg_mr", error);
    }
  }
}

NATIVE(void, postSend)(SELF, jlong qp, jlong requests) {
  (void)self;
  struct ibv_send_wr *refused = NULL;
  if (usable(env, "ibv_post_send", qp) && usable(env, "ibv_post_send", requests)) {
    int error = ibv_post_send(POINTER(struct ibv_qp, qp), POINTER(struct ibv_send_wr, requests), &refused);
    if (error != 0) {
      fail(env, "ibv_post_send", error);
    }
  }
}

NATIVE(void, postRecv)(SELF, jlong qp, jlong requests) {
  (void)self;
  struct ibv_recv_wr *refused = NULL;
  if (usable(env, "ibv_post_recv", qp) && usable(env, "ibv_post_recv", requests)) {
    int error = ibv_post_recv(POINTER(struct ibv_qp, qp), POINTER(struct ibv_recv_wr, requests), &refused);
    if (error != 0) {
      fail(env, "ibv_post_recv", error);
    }
  }
}

NATIVE(jint, pollCQ)(SELF, jlong cq, jint most, jlong entries) {
  (void)self;
  return usable(env, "ibv_poll_cq", cq) && usable(env, "ibv_poll_cq", entries)
             ? ibv_poll_cq(POINTER(struct ibv_cq, cq), most, POINTER(struct ibv_wc, entries))
             : -1;
}

NATIVE(jint, reqNotifyCQ)(SELF, jlong cq, jint solicited_only) {
  (void)self;
  return usable(env, "ibv_req_notify_cq", cq) ? ibv_req_notify_cq(POINTER(struct ibv_cq, cq), solicited_only) : -1;
}

/* Waits for a notification; 0 if one came, which _ackCqEvent must acknowledge, else -1. */
NATIVE(jint, getCqEvent)(SELF, jlong channel, jint timeout_ms) {
  UNUSED_SELF;
  struct ibv_comp_channel *from = POINTER(struct ibv_comp_channel, channel);
  struct ibv_cq *cq;
  void *context;
  return from != NULL && readable(from->fd, timeout_ms) && ibv_get_cq_event(from, &cq, &context) == 0 ? 0 : -1;
}

NATIVE(jint, ackCqEvent)(SELF, jlong cq, jint events) {
  UNUSED_SELF;
  if (cq == 0 || events < 0) {
    return -1;
  }
  ibv_ack_cq_events(POINTER(struct ibv_cq, cq), (unsigned)events);
  return 0;
}

/* On-demand paging was an extension of one vendor's library. */
NATIVE(jint, queryOdpSupport)(SELF, jlong context) {
  UNUSED_SELF;
  (void)context;
  return 0;
}

NATIVE(jint, expPrefetchMr)(SELF, jlong region, jlong address, jint length) {
  (void)self, (void)region, (void)address, (void)length;
  fail(env, "ibv_exp_prefetch_mr", ENOSYS);
  return -1;
}

/* ---- members of structs ---- */

NATIVE(jint, getQpNum)(SELF, jlong qp) {
  (void)self;
  return usable(env, "ibv_qp", qp) ? (jint)POINTER(struct ibv_qp, qp)->qp_num : -1;
}

NATIVE(jint, getContextFd)(SELF, jlong context) {
  (void)self;
  return usable(env, "ibv_context", context) ? POINTER(struct ibv_context, context)->cmd_fd : -1;
}

NATIVE(jint, getContextNumCompVectors)(SELF, jlong context) {
  (void)self;
  return usable(env, "ibv_context", context) ? POINTER(struct ibv_context, context)->num_comp_vectors : -1;
}

NATIVE(jint, getPdHandle)(SELF, jlong pd) {
  (void)self;
  return usable(env, "ibv_pd", pd) ? (jint)POINTER(struct ibv_pd, pd)->handle : -1;
}

/* ---- struct verification ---- */

#define NUMBER(name, value) \
  NATIVE(jint, name)(SELF) { \
    UNUSED_SELF; \
    return (jint)(value); \
  }

NUMBER(getSockAddrInSize, sizeof(struct sockaddr_in))
NUMBER(getIbvRecvWRSize, sizeof(struct ibv_recv_wr))
NUMBER(getIbvSendWRSize, sizeof(struct ibv_send_wr))
NUMBER(getIbvSgeSize, sizeof(struct ibv_sge))
NUMBER(getIbvWCSize, sizeof(struct ibv_wc))
NUMBER(getRemoteAddressOffset, offsetof(struct ibv_send_wr, wr.rdma.remote_addr))
NUMBER(getRKeyOffset, offsetof(struct ibv_send_wr, wr.rdma.rkey))
NUMBER(getVersion, PROTOCOL_VERSION)
