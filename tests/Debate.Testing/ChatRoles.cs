using Debate.Deliberation;
using Microsoft.Extensions.AI;

namespace Debate.Testing;

/// <summary>Converts the chat roles of Microsoft.Extensions.AI to ours.</summary>
internal static class ChatRoles
{
    public static Role Convert(ChatRole role) =>
        role == ChatRole.System || role == new ChatRole("developer") ? Role.System
        : role == ChatRole.Assistant ? Role.Assistant
        : Role.User;
}
