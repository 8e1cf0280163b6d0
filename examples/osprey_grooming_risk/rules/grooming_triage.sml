# Puts messages before people, most urgent first. Nothing here bans, hides or answers anything, and nothing should.
# The numbers are a beginning: `grooming-risk info` prints the levels of your model, `grooming-risk calibrate` finds
# those that your own traffic and your own moderators can bear.

Import(
  rules=[
    'models/base.sml',
    'models/post.sml',
  ]
)

PostGroomingRisk = GroomingRisk(text=PostText)

PostImageRequest = GroomingPattern(text=PostText, name='image_request')

PostMeetingRequest = GroomingPattern(text=PostText, name='meeting_request')

PostGroomingDisclosure = GroomingDisclosure(text=PostText)

GroomingReview = Rule(
  when_all=[
    EventType == 'create_post',
    PostGroomingRisk >= 0.85,
  ],
  description='Message with a pattern of grooming; a person should read it',
)

GroomingReviewFirst = Rule(
  when_all=[
    EventType == 'create_post',
    PostGroomingRisk >= 0.85,
    (PostImageRequest >= 0.9) or (PostMeetingRequest >= 0.9),
  ],
  description='Message that may ask for a picture or a meeting; a person should read it first',
)

GroomingHelp = Rule(
  when_all=[
    EventType == 'create_post',
    PostGroomingDisclosure >= 0.5,
  ],
  description='Somebody may be telling of grooming or asking for help; lead them to help, never to a sanction',
)

WhenRules(
  rules_any=[GroomingReview],
  then=[
    DeclareVerdict(verdict='review'),
    LabelAdd(entity=UserId, label='grooming_review', expires_after=TimeDelta(days=14)),
  ],
)

WhenRules(
  rules_any=[GroomingReviewFirst],
  then=[
    DeclareVerdict(verdict='review_first'),
  ],
)

WhenRules(
  rules_any=[GroomingHelp],
  then=[
    DeclareVerdict(verdict='offer_help'),
  ],
)
