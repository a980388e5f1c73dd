"""What another process does with a store of conversations."""

from rag.conversations import Conversation, ConversationStore


def write_turns(path, user, count):
    store, conversation = ConversationStore(path), Conversation()
    for number in range(count):
        begun = conversation.begin(f"{user} {number}")
        conversation = store.save(user, begun.stop(), writer=user)
