using System;
using System.Collections.Concurrent;
using System.Threading.Channels;
using System.Threading.Tasks;
using Xunit.Sdk;

namespace BuildLock.Conformance.Children;

/// <summary>A command that a child was given, and its answers in their order.</summary>
public sealed class Call
{
    private readonly Child _child;
    private readonly string _command;
    private readonly Channel<Line> _answers = Channel.CreateUnbounded<Line>();
    private readonly ConcurrentQueue<Line> _seen = new();

    internal Call(Child child, string command)
    {
        _child = child;
        _command = command;
    }

    /// <summary>The next answer, whatever it is.</summary>
    public async Task<Line> NextAsync(TimeSpan? patience = null)
    {
        try
        {
            Task<Line> next = _answers.Reader.ReadAsync().AsTask();
            return await next.Within($"an answer to '{_command}' from child {_child.Id}; so far: {string.Join(" | ", _seen)}", patience);
        }
        catch (ChannelClosedException e)
        {
            throw new XunitException($"The child ended instead of answering '{_command}': {_child}", e);
        }
    }

    /// <summary>The next answer that says this word; "waiting" lines before it are passed over, anything else fails.</summary>
    /// <param name="patience">For a command that does a great deal.</param>
    public async Task<Line> UntilAsync(string word, TimeSpan? patience = null)
    {
        while (true)
        {
            Line answer = await NextAsync(patience);
            if (answer.Word == word)
            {
                return answer;
            }

            if (answer.Word != "waiting")
            {
                throw new XunitException($"Expected '{word}' from {_child} after '{_command}', got: {answer}");
            }
        }
    }

    internal void Add(Line line)
    {
        _seen.Enqueue(line);
        _answers.Writer.TryWrite(line);
    }

    internal void End() => _answers.Writer.TryComplete();
}
