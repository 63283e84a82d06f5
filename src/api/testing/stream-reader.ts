import { createParser } from 'eventsource-parser';
import type * as z from 'zod';
import { ENDPOINTS, STREAM_EVENTS, type StreamEvent } from '../../contract/index.ts';

type DataOf<E extends StreamEvent['event']> = z.infer<(typeof STREAM_EVENTS)[E]>;

/** Reads the stream as a console does: what came, and where it was. */
export class StreamReader {
  readonly events: StreamEvent[] = [];
  lastEventId: string | null = null;
  status = 0;
  /** How the connection ended; null while it lives. */
  ended: 'end' | 'cut' | null = null;
  #abort = new AbortController();

  /** Settles when the connection has ended, from whichever side. May be called again, to go on from where it was. */
  async follow(url: string, authorization: string): Promise<void> {
    this.ended = null;
    this.#abort = new AbortController();
    try {
      const response = await fetch(url + ENDPOINTS.stream.path, {
        headers: { authorization, ...(this.lastEventId !== null && { 'last-event-id': this.lastEventId }) },
        signal: this.#abort.signal,
      });
      this.status = response.status;
      if (!response.ok || !response.body) return;
      const parser = createParser({
        onEvent: ({ id, event, data }) => {
          const name = event as StreamEvent['event'];
          this.events.push({ event: name, data: STREAM_EVENTS[name].parse(JSON.parse(data)) } as StreamEvent);
          this.lastEventId = id ?? this.lastEventId;
        },
      });
      for await (const text of response.body.pipeThrough(new TextDecoderStream())) parser.feed(text);
      this.ended = 'end';
    } catch {
      this.ended = 'cut';
    }
  }

  cut(): void {
    this.#abort.abort();
  }

  /** Data of the events of one kind, as they came. */
  of<E extends StreamEvent['event']>(event: E): DataOf<E>[] {
    return this.events.filter((one) => one.event === event).map((one) => one.data as DataOf<E>);
  }
}
