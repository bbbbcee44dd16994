// Owns errors as Stripe answers them. Refuses others.

/** An error with the status and the members that Stripe gives it. */
export class StripeFailure extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | undefined;
  readonly param: string | undefined;

  constructor(status: number, message: string, options: { readonly type?: string; readonly code?: string; readonly param?: string } = {}) {
    super(message);
    this.status = status;
    this.type = options.type ?? 'invalid_request_error';
    this.code = options.code;
    this.param = options.param;
  }
}

/** The object is not there. */
export function missing(object: string, id: string): StripeFailure {
  return new StripeFailure(404, `No such ${object}: '${id}'`, { code: 'resource_missing', param: 'id' });
}

/** A parameter that cannot be so. */
export function wrong(param: string, message: string, code = 'parameter_invalid'): StripeFailure {
  return new StripeFailure(400, message, { code, param });
}
